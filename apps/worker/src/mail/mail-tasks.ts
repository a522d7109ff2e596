import { type Pool } from 'pg';
import { type ServiceEnvironment } from '#config';
import { type Logger } from '#log';
import { MailSender } from '#mail';
import { DeprovisioningReminders, MailQueue, MailStore } from '#persistence';
import { after, PeriodicTask } from '../maintenance/periodic-task.js';
import { MailPass } from './mail-pass.js';

const SEND_EVERY_MS = 1_000;
const REMIND_EVERY_MS = 30_000;
const HOURLY_MS = 3_600_000;

/** What a worker does for mails. Without SMTP_URL: only forgetting those of long ago. */
export function mailTasks(environment: ServiceEnvironment, pool: Pool, logger: Logger): PeriodicTask[] {
  const { smtpUrl, mailFrom } = environment;
  const store = new MailStore(pool);
  const forgetting = new PeriodicTask({
    everyMs: HOURLY_MS,
    run: after(() => store.forgetOld()),
    onError: (error) => logger.error({ err: error }, 'forgetting old mails waits'),
  });
  if (smtpUrl === undefined || mailFrom === undefined) return [forgetting];
  const mails = new MailPass({ store, sender: new MailSender({ url: smtpUrl, from: mailFrom }) });
  const reminders = new DeprovisioningReminders(pool, new MailQueue(true));
  return [
    forgetting,
    new PeriodicTask({
      everyMs: SEND_EVERY_MS,
      run: async () => ((await mails.run()) ? 0 : undefined),
      onError: (error) => logger.error({ err: error }, 'mails wait'),
      // A mail server may take longer than a shutdown: another worker sends when the lease is over.
      graceMs: 5_000,
    }),
    new PeriodicTask({
      everyMs: REMIND_EVERY_MS,
      run: after(() => reminders.run()),
      onError: (error) => logger.error({ err: error }, 'reminders of deprovisionings wait'),
    }),
  ];
}
