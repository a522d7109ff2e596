import { type Pool } from 'pg';

/** Everything that is kept on one person, as it lies in the tables. */
export interface PersonalData {
  user: Record<string, unknown>;
  groups: object[];
  events: object[];
  /** With their attempts. */
  deliveries: object[];
  /** To the person, and about them. */
  mails: object[];
}

export interface PendingErasure {
  directoryId: string;
  userIds: string[];
}

/** Events looked at per statement. */
const EXAMINED_AT_ONCE = 10_000;

/** What is kept on a person beside the directory's own state, and what is left of it after an erasure. */
export class PersonalDataStore {
  constructor(private readonly pool: Pool) {}

  /** Undefined where there is no such user. */
  async export(directoryId: string, userId: string): Promise<PersonalData | undefined> {
    const { rows } = await this.pool.query<PersonalData>(
      `SELECT to_jsonb(u) - 'email_keys' - 'user_name_key' AS "user",
          COALESCE((SELECT jsonb_agg(jsonb_build_object('id', g.id, 'display_name', g.display_name) ORDER BY g.id)
            FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.user_id = u.id), '[]') AS groups,
          COALESCE((SELECT json_agg(e.body::json ORDER BY e.id) FROM events e
            WHERE e.organization_id = d.organization_id AND e.resource_id = u.id), '[]') AS events,
          COALESCE((SELECT jsonb_agg(to_jsonb(x) - 'lease_token' - 'lease_until' || jsonb_build_object('attempts', (
              SELECT COALESCE(jsonb_agg(to_jsonb(a) - 'delivery_id' ORDER BY a.number), '[]') FROM attempts a WHERE a.delivery_id = x.id))
              ORDER BY x.id)
            FROM events e JOIN all_deliveries x ON x.event_id = e.id
            WHERE e.organization_id = d.organization_id AND e.resource_id = u.id), '[]') AS deliveries,
          COALESCE((SELECT jsonb_agg(to_jsonb(m) - 'lease_token' - 'lease_until' - 'message_key' ORDER BY m.id) FROM mails m
            WHERE m.user_id = u.id OR (m.directory_id = u.directory_id AND comparison_key(m.recipient) = ANY (u.email_keys))), '[]') AS mails
        FROM users u JOIN directories d ON d.id = u.directory_id WHERE u.directory_id = $1 AND u.id = $2`,
      [directoryId, userId],
    );
    return rows[0];
  }

  /** Users whose record is erased, and of whom other rows still speak; oldest first, by directory. */
  async pendingErasures(limit: number): Promise<PendingErasure[]> {
    const { rows } = await this.pool.query<PendingErasure>(
      `SELECT directory_id AS "directoryId", array_agg(user_id) AS "userIds" FROM (
        SELECT directory_id, user_id FROM pending_erasures ORDER BY requested_at LIMIT $1) p GROUP BY directory_id`,
      [limit],
    );
    return rows;
  }

  /**
   * The log of inbound requests masks values, but a name may have come where none belongs: what still names these users goes, and with
   * it the mails to them and about them. To be done while their records tell the names.
   */
  async forgetRequests({ directoryId, userIds }: PendingErasure): Promise<void> {
    await this.pool.query(
      `DELETE FROM mails m USING users u WHERE u.id = ANY($2) AND u.directory_id = $1 AND m.directory_id = $1
        AND (m.user_id = u.id OR comparison_key(m.recipient) = ANY (u.email_keys))`,
      [directoryId, userIds],
    );
    await this.pool.query(
      `DELETE FROM source_references r USING users u
        WHERE u.id = ANY($2) AND u.directory_id = $1 AND r.directory_id = $1 AND r.external_id = u.external_id`,
      [directoryId, userIds],
    );
    await this.pool.query(
      `DELETE FROM scim_requests r USING users u, LATERAL unnest(u.email_keys || ARRAY[comparison_key(u.user_name), comparison_key(u.external_id)]) name
        WHERE u.id = ANY($2) AND u.directory_id = $1 AND r.directory_id = $1 AND length(name) > 2
          AND strpos(folded(concat_ws(' ', r.path, r.error, r.request_body, r.response_body)), name) > 0`,
      [directoryId, userIds],
    );
  }

  /**
   * Takes the erased users out of events and out of what their deliveries were answered. Each page commits for itself and
   * scrubbing twice changes nothing: after a crash it begins anew.
   */
  async scrub({ directoryId, userIds }: PendingErasure, erase: (body: string) => string): Promise<void> {
    for (let after: string | undefined = ''; after !== undefined;) {
      after = await this.scrubPage(directoryId, userIds, after, erase);
    }
    await this.pool.query('DELETE FROM sync_changes WHERE user_id = ANY($1)', [userIds]);
    await this.pool.query('DELETE FROM mails WHERE user_id = ANY($1)', [userIds]);
    await this.pool.query('DELETE FROM pending_erasures WHERE user_id = ANY($1)', [userIds]);
  }

  private async scrubPage(
    directoryId: string,
    userIds: string[],
    after: string,
    erase: (body: string) => string,
  ): Promise<string | undefined> {
    // There is no index on who an event is about: a page is what is examined, however little of it is theirs.
    const { rows: examined } = await this.pool.query<{ last: string | null; events: { id: string; body: string }[] }>(
      `WITH page AS MATERIALIZED (
        SELECT e.id, e.resource_id FROM events e WHERE e.organization_id = (SELECT organization_id FROM directories WHERE id = $1)
          AND e.id > $3 ORDER BY e.id LIMIT ${EXAMINED_AT_ONCE})
      SELECT (SELECT max(id) FROM page) AS last, COALESCE((
        SELECT json_agg(json_build_object('id', v.id, 'body', v.body)) FROM page p CROSS JOIN LATERAL (
          SELECT id, body FROM events WHERE id = p.id OFFSET 0) v WHERE p.resource_id = ANY($2)), '[]') AS events`,
      [directoryId, userIds, after],
    );
    const { last, events } = examined[0]!;
    const erased = events.map(({ id, body }) => ({ id, body: erase(body) }));
    await this.pool.query(
      `WITH given AS (SELECT id, body FROM json_to_recordset($1::json) AS (id text, body text)),
        answers AS (
          UPDATE attempts a SET response_headers = NULL, response_body = NULL
          FROM all_deliveries d, given g WHERE d.event_id = g.id AND a.delivery_id = d.id)
        UPDATE events e SET body = g.body FROM given g WHERE e.id = g.id`,
      [JSON.stringify(erased)],
    );
    return last ?? undefined;
  }
}
