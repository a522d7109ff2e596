import { type Policy, type UpdatePolicy } from '#client';
import { type Command } from '../command.js';
import { counted } from '../counted.js';
import { plain } from '../plain.js';
import { type Session } from '../session.js';
import { UsageError } from '../usage-error.js';
import { DIRECTORY, directoryOf, FOUND_BY } from './in-directory.js';
import { YES_ON_TERMINAL } from './yes.js';

const ON_DEACTIVATE = ['delete_event', 'update_event'] as const;
const DEPARTURE = ['immediate', 'graceful'] as const;
const HOLD = ['on', 'off'] as const;
const NOTIFY = ['manager', 'it'] as const;
const MOST = 1_000_000;

/** What it means that somebody leaves. */
export const POLICY: readonly Command[] = [
  {
    words: ['policy', 'get'],
    summary: 'Show the deprovisioning policy of a directory',
    arguments: [DIRECTORY],
    options: FOUND_BY,
    async run(session) {
      const directory = await directoryOf(session);
      showOne(session, await session.client.directories.policy(directory, { signal: session.signal }));
    },
  },
  {
    words: ['policy', 'set'],
    summary: 'Change the deprovisioning policy of a directory',
    arguments: [DIRECTORY],
    options: {
      ...FOUND_BY,
      'on-deactivate': {
        value: 'EVENT',
        about: 'What active: false announces: delete_event or update_event',
        values: ON_DEACTIVATE,
      },
      departure: { value: 'WHEN', about: 'immediate, or graceful: at the date of departure', values: DEPARTURE },
      'departure-attribute': { value: 'PATH', about: 'SCIM path of the date of departure; none removes it' },
      'time-zone': { value: 'ZONE', about: 'Time zone for dates without a time: Europe/Berlin' },
      'mass-leave-limit': { value: 'N', about: 'How many departures within an hour raise an alarm' },
      hold: {
        value: 'ON',
        about: 'on: departures above the limit wait for approval; off: they happen at once',
        values: HOLD,
      },
      notify: {
        value: 'WHOM,…',
        about: 'Who gets mail about departures: manager, it; none for nobody',
        values: NOTIFY,
      },
      'retention-days': { value: 'N', about: 'Days until the data of a leaver is erased; none keeps the data' },
      ...YES_ON_TERMINAL,
    },
    details:
      'What you leave out stays as it is. On a terminal the command asks before it erases the data of leavers sooner.',
    async run(session) {
      const change = changeOf(session);
      if (Object.keys(change).length === 0) throw new UsageError('nothing to change is given');
      const directory = await directoryOf(session);
      const { directories } = session.client;
      const call = { signal: session.signal };
      // The API replaces the whole policy: what is left out would go back to its default.
      const current = settingsOf(await directories.policy(directory, call));
      const days = change.retention_days;
      if (session.asks && days != null && days < (current.retention_days ?? Infinity))
        await session.confirm(
          `The data of everybody who left ${counted(days, 'day')} ago or earlier is erased for good.`,
        );
      showOne(session, await directories.updatePolicy(directory, { ...current, ...change }, call));
    },
  },
];

/** What can be sent back of a policy. */
const settingsOf = (policy: Policy): UpdatePolicy => ({
  on_deactivate: policy.on_deactivate,
  departure: policy.departure,
  departure_attribute: policy.departure_attribute,
  time_zone: policy.time_zone,
  mass_leave_limit: policy.mass_leave_limit,
  hold: policy.hold,
  notify: policy.notify,
  retention_days: policy.retention_days,
  sync_review: policy.sync_review,
});

function changeOf(session: Session): UpdatePolicy {
  const text = (name: string) => session.text(name);
  const number = (name: string) => (text(name) === undefined ? undefined : session.whole(name, 0, MOST));
  const hold = session.choice('hold', HOLD);
  const notify = session.words('notify').filter((word) => word !== 'none');
  const change: UpdatePolicy = {
    on_deactivate: session.choice('on-deactivate', ON_DEACTIVATE),
    departure: session.choice('departure', DEPARTURE),
    departure_attribute: text('departure-attribute') === 'none' ? null : text('departure-attribute'),
    time_zone: text('time-zone'),
    mass_leave_limit: number('mass-leave-limit'),
    hold: hold === undefined ? undefined : hold === 'on',
    notify: text('notify') === undefined ? undefined : notify.map((word) => session.oneOf('--notify', word, NOTIFY)),
    retention_days: text('retention-days') === 'none' ? null : number('retention-days'),
  };
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function showOne(session: Session, policy: Policy): void {
  if (session.json) return session.printJson(policy);
  const rows: [string, unknown][] = [
    ['on deactivate', policy.on_deactivate],
    ['departure', policy.departure],
    ['date of departure', policy.departure_attribute ?? 'none'],
    ['time zone', policy.time_zone],
    ['alarm above', `${counted(policy.mass_leave_limit, 'departure')} an hour`],
    ['hold', policy.hold ? 'on' : 'off'],
    ['notify', policy.notify.join(', ') || 'nobody'],
    ['retention', policy.retention_days === null ? 'for ever' : counted(policy.retention_days, 'day')],
  ];
  for (const [name, value] of rows) session.print(`${name.padEnd(19)}${plain(value)}`);
}
