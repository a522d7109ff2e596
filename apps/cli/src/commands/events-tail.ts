import { type Command } from '../command.js';
import { shortType, subjectOf } from './describe-event.js';
import { FEED_OPTIONS, feedOf } from './feed.js';

/** The feed, as it grows. */
export const EVENTS_TAIL: Command = {
  words: ['events', 'tail'],
  summary: 'Show events as they happen',
  options: { ...FEED_OPTIONS, 'no-follow': { about: 'End where the feed ends now' } },
  details: `Every event in commit order, none skipped and none twice; when Rollcall is away, it waits. Ctrl-C ends it.
With --json, a line is an event: rollcall events tail --from-start --no-follow --json > events.ndjson`,
  async run(session) {
    const feed = await feedOf(session, { follow: !session.flag('no-follow') });
    if (!session.flag('no-follow')) session.note(session.style.dim('Waiting for events; Ctrl-C ends it.'));
    for await (const event of feed) {
      if (session.json) {
        session.print(JSON.stringify(event));
        continue;
      }
      const where = 'directory_id' in event.data ? event.data.directory_id : (event.organization_id ?? '');
      const columns = [event.occurred_at, shortType(event).padEnd(15), subjectOf(event).padEnd(24), where, event.id];
      session.print(columns.join('  '));
    }
  },
};
