import { newSecret } from '#webhooks';
import { type Command } from '../command.js';
import { EXIT } from '../exit-status.js';
import { Forwarder } from '../forwarder.js';
import { UsageError } from '../usage-error.js';
import { FEED_OPTIONS, feedOf } from './feed.js';

const ATTEMPTS = 5;

/** Webhooks on a developer's own machine. */
export const LISTEN: Command = {
  words: ['listen'],
  summary: 'Forward events to a local address, signed like webhooks',
  options: {
    forward: { value: 'URL', about: 'Where your receiver is: http://localhost:4000/hook (needed)' },
    ...FEED_OPTIONS,
    secret: { value: 'WHSEC', about: 'Sign with this secret; a new one is made and printed unless given' },
    attempts: { value: 'N', about: `How often an event is sent that your receiver refuses; ${ATTEMPTS} unless given` },
  },
  details: `No public URL is needed: the feed is read, and each event is sent as a webhook would be, one after the other. While your
receiver is down it waits; what the receiver refuses is sent again, and passed over in the end. Nothing changes in
Rollcall, and its real endpoints get their webhooks as ever. Ctrl-C ends it, and prints how to go on from there.`,
  async run(session) {
    const url = session.needed('forward');
    if (!URL.canParse(url) || !/^https?:/.test(url)) throw new UsageError('--forward must be an http or https URL');
    const secret = session.text('secret') ?? newSecret();
    if (!/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret))
      throw new UsageError('--secret must be like whsec_… of an endpoint');
    const attempts = Math.max(1, session.whole('attempts', ATTEMPTS, 1_000));
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
    session.note(`${forwarder.summary} Go on with ${feed.cursor === '' ? '--from-start' : `--after ${feed.cursor}`}`);
    return EXIT.done;
  },
};
