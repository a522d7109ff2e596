import { type Pool, type PoolClient } from 'pg';
import { eventsAbout } from '../events/events-about.js';
import { portionOf, readPortion } from '../paging/page-bytes.js';

/** Rows per statement, at most, and the events whose deliveries are looked for at once. */
const AT_ONCE = 500;

/** How a statement gets its connection: a page of an export is a search. */
export type RunPage = <T>(page: (client: PoolClient) => Promise<T>) => Promise<T>;

/** The record of a person, as it lies in the tables. */
export interface PersonalRecord {
  user: Record<string, unknown>;
  groups: object[];
}

const RECORD = `SELECT to_jsonb(u) - 'email_keys' - 'user_name_key' AS "user",
    COALESCE((SELECT jsonb_agg(jsonb_build_object('id', g.id, 'display_name', g.display_name) ORDER BY g.id)
      FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.user_id = u.id), '[]') AS groups
  FROM users u WHERE u.directory_id = $1 AND u.id = $2`;

const DELIVERIES = `SELECT x.* FROM all_deliveries x WHERE x.event_id = ANY($1) AND x.id > $2 ORDER BY x.id LIMIT ${AT_ONCE}`;
const ANSWERED_BYTES = `(SELECT sum(COALESCE(octet_length(a.response_body), 0) + COALESCE(octet_length(a.response_headers::text), 0))
  FROM attempts a WHERE a.delivery_id = x.id)`;
const DELIVERY = `(to_jsonb(x) - 'lease_token' - 'lease_until' - 'found' - 'before' || jsonb_build_object('attempts', (
  SELECT COALESCE(jsonb_agg(to_jsonb(a) - 'delivery_id' ORDER BY a.number), '[]') FROM attempts a WHERE a.delivery_id = x.id)))::text`;

const MAILS = `SELECT m.* FROM mails m JOIN users u ON u.id = $2 WHERE m.id > $3 AND (m.user_id = u.id
    OR (m.directory_id = $1 AND comparison_key(m.recipient) = ANY (u.email_keys))) ORDER BY m.id LIMIT ${AT_ONCE}`;
const MAIL = `(to_jsonb(m) - 'lease_token' - 'lease_until' - 'message_key' - 'found' - 'before')::text`;

interface TextRow {
  id: string;
  text: string;
  found: number;
}

/** Everything that is kept on one person, page by page: a person may have years of events. */
export class PersonalDataExport {
  /** The ids of the events, for their deliveries. */
  private readonly eventIds: string[] = [];

  constructor(
    private readonly run: RunPage,
    private readonly directoryId: string,
    private readonly userId: string,
  ) {}

  /** Undefined where there is no such user. */
  record(): Promise<PersonalRecord | undefined> {
    return this.run(
      async (client) => (await client.query<PersonalRecord>(RECORD, [this.directoryId, this.userId])).rows[0],
    );
  }

  /** JSON texts, as those below. */
  async *events(): AsyncGenerator<string[]> {
    for (let after: string | null = ''; after !== null;) {
      const from: string = after;
      const { last, events } = await this.run((client) => eventsAbout(client, this.directoryId, [this.userId], from));
      this.eventIds.push(...events.map(({ id }) => id));
      yield events.map(({ body }) => body);
      after = last;
    }
  }

  /** Of the events that were read, with their attempts. */
  async *deliveries(): AsyncGenerator<string[]> {
    const text = `SELECT x.id, ${DELIVERY} AS text, x.found FROM ${portionOf(DELIVERIES, 'x', ANSWERED_BYTES, 'x.id')} ORDER BY x.id`;
    for (let first = 0; first < this.eventIds.length; first += AT_ONCE) {
      const ids = this.eventIds.slice(first, first + AT_ONCE);
      yield* this.texts(text, (after) => [ids, after]);
    }
  }

  /** To the person, and about them. */
  mails(): AsyncGenerator<string[]> {
    const text = `SELECT m.id, ${MAIL} AS text, m.found FROM ${portionOf(MAILS, 'm', 'octet_length(m.text_part) + octet_length(m.html_part)', 'm.id')} ORDER BY m.id`;
    return this.texts(text, (after) => [this.directoryId, this.userId, after]);
  }

  private async *texts(text: string, values: (after: string) => unknown[]): AsyncGenerator<string[]> {
    for (let after = ''; ;) {
      const from = after;
      const page = await this.run(async (client: Pick<Pool, 'query'>) => {
        const { rows } = await client.query<TextRow>(text, values(from));
        return readPortion(rows, AT_ONCE, (row) => row);
      });
      yield page.rows.map((row) => row.text);
      if (page.isLast) return;
      after = page.rows.at(-1)!.id;
    }
  }
}
