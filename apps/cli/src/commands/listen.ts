import { type Command } from '../command.js';
import { EXIT } from '../exit-status.js';
import { Forwarder } from '../forwarder.js';
import { UsageError } from '../usage-error.js';
import { FEED_OPTIONS, feedOf } from './feed.js';
import { listenSecret } from './listen-secret.js';

const ATTEMPTS = 5;

/** Webhooks on a developer's own machine. */
export const LISTEN: Command = {
  words: ['listen'],
  summary: 'Forward events to a local address, signed like webhooks',
  options: {
    forward: { value: 'URL', about: 'Where your receiver is: http://localhost:4000/hook (needed)' },
    ...FEED_OPTIONS,
    secret: { value: 'WHSEC', about: 'Sign with this secret; without it with one that is kept in the data directory' },
    attempts: {
      value: 'N',
      about: `How often an event is sent while your receiver refuses it; ${ATTEMPTS} unless given`,
    },
  },
  details: `You need no public URL: the command reads the feed and sends each event as a webhook, one after the other. While your
receiver is down the command waits. An event that your receiver refuses is sent again, and skipped after the last attempt.
Nothing changes in Rollcall, and its webhook endpoints still get their webhooks. Ctrl-C ends the command, which then prints
how to continue.`,
  async run(session) {
    const url = session.needed('forward');
    if (!URL.canParse(url) || !/^https?:/.test(url)) throw new UsageError('--forward must be an http or https URL');
    const secret = session.text('secret') ?? listenSecret(session);
    if (!/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret))
      throw new UsageError('--secret must be like whsec_… of an endpoint');
    const attempts = session.whole('attempts', ATTEMPTS, 1_000, 1);
    const feed = await feedOf(session);
    const { bold, dim } = session.style;
    if (session.json) session.print(JSON.stringify({ forward: url, secret }));
    else session.print(`Forwarding to ${url}, signed with ${bold(secret)}\n${dim('Ctrl-C ends it.')}`);
    const forwarder = new Forwarder({ url, secret, attempts }, session);
    try {
      for await (const event of feed) await forwarder.forward(event);
    } catch (error) {
      if (!session.signal.aborted) throw error;
    }
    session.note(
      `${forwarder.summary} Continue with ${feed.cursor === '' ? '--from-start' : `--after ${feed.cursor}`}`,
    );
    return EXIT.done;
  },
};
