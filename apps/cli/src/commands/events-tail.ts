import { type Event, EventDescriber } from '#simulation';
import { type Command } from '../command.js';
import { plain } from '../plain.js';
import { type Session } from '../session.js';
import { padToWidth } from '../text-width.js';
import { shortType, subjectOf } from './describe-event.js';
import { FEED_OPTIONS, feedOf } from './feed.js';

/** The feed, as it grows. */
export const EVENTS_TAIL: Command = {
  words: ['events', 'tail'],
  summary: 'Show events as they happen',
  options: { ...FEED_OPTIONS, 'no-follow': { about: 'End at the end of the feed' } },
  details: `Every event in commit order, none skipped and none twice. While Rollcall is away, the command waits. Ctrl-C ends it.
With --json, a line is an event: {rollcall} events tail --from-start --no-follow --json > events.ndjson`,
  async run(session) {
    const feed = await feedOf(session, { follow: !session.flag('no-follow') });
    if (!session.flag('no-follow')) session.note(session.style.dim('Waiting for events; Ctrl-C ends it.'));
    const organizations = new OrganizationNames(session);
    const describer = new EventDescriber();
    const { dim, green, red } = session.style;
    for await (const event of feed) {
      if (session.json) {
        session.print(JSON.stringify(event));
        continue;
      }
      const type = shortType(event);
      const paint = type === 'user_created' ? green : type === 'user_deleted' ? red : (text: string) => text;
      // It learns the name first: later events speak of people by their ids.
      describer.subject(event as unknown as Event);
      const columns = [
        dim(event.occurred_at.slice(0, 19).replace('T', ' ')),
        padToWidth(plain(await organizations.of(event.organization_id)), 16),
        paint(type.padEnd(15)),
        padToWidth(subjectOf(event), 22),
        plain(type.includes('_') ? describer.change(event as unknown as Event) : ''),
      ];
      session.print(columns.join('  ').trimEnd());
    }
  },
};

/** Names of organizations, each asked for once. */
class OrganizationNames {
  private readonly known = new Map<string, string>();

  constructor(private readonly session: Session) {}

  async of(id: string | null | undefined): Promise<string> {
    if (id == null) return '';
    const known = this.known.get(id);
    if (known !== undefined) return known;
    // One that was deleted has events still.
    const name = await this.session.client.organizations
      .get(id, { signal: this.session.signal })
      .then(({ display_name }) => display_name)
      .catch(() => id);
    this.known.set(id, name);
    return name;
  }
}
