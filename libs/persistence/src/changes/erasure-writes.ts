import { type ErasureWrites, type UserProfile } from '#directory';
import { FENCE } from '../connection/fence.js';
import { type DirectoryQueries } from './directory-queries.js';
import { forgetAnswers } from '../delivery-rows/forget-answers.js';
import { portionOf, readPortion } from '../paging/page-bytes.js';

interface EventRow {
  id: string;
  sequence: number;
  body: string;
  found: number;
}

/** Takes personal data out of what a directory's transaction reaches. */
export class PostgresErasureWrites implements ErasureWrites {
  constructor(private readonly queries: DirectoryQueries) {}

  async markErased(userIds: string[], at: string): Promise<void> {
    const sql = `
      WITH marked AS (
        UPDATE users SET erased_at = $3 WHERE id = ANY (ARRAY(
          SELECT x.id FROM (SELECT unnest($2::text[]) AS k) given CROSS JOIN LATERAL (
            SELECT id FROM users WHERE id = k AND directory_id = $1 ${FENCE}) x)) RETURNING id),
      undated AS (DELETE FROM departures d USING marked m WHERE d.user_id = m.id)
      INSERT INTO pending_erasures (user_id, directory_id, requested_at) SELECT id, $1, $3 FROM marked ON CONFLICT DO NOTHING`;
    await this.queries.run('users-mark-erased', sql, [userIds, at]);
  }

  async eraseEvents(after: number, limit: number, erase: (body: string) => string): Promise<number | undefined> {
    const page = `SELECT id, sequence, body FROM events WHERE directory_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`;
    const sql = `SELECT e.* FROM ${portionOf(page, 'e', 'octet_length(e.body)', 'e.sequence')} ORDER BY e.sequence`;
    const found = await this.queries.run<EventRow>('events-page', sql, [after, limit]);
    const { rows: events, isLast } = readPortion(found, limit, (event) => event);
    // What the gate said is beside the directory's own feed.
    const denials = `SELECT id, body FROM events WHERE resource_id = $1 AND type = 'rollcall.gate.denied'`;
    const denied = after > 0 ? [] : await this.queries.run<Omit<EventRow, 'sequence'>>('denials', denials, []);
    const erased = [...denied, ...events].map(({ id, body }) => ({ id, body: erase(body) }));
    const write = `
      WITH given AS (SELECT id, body FROM json_to_recordset($2::json) AS (id text, body text)),
      answers AS (${forgetAnswers('given')})
      UPDATE events e SET body = g.body, erased = true FROM given g WHERE e.id = g.id AND $1 IN (e.directory_id, e.resource_id)`;
    await this.queries.run('events-erase', write, [JSON.stringify(erased)]);
    return isLast ? undefined : events.at(-1)!.sequence;
  }

  async eraseUsers(erased: UserProfile): Promise<void> {
    const sql = `
      WITH forgotten AS (DELETE FROM group_references WHERE directory_id = $1),
      mailed AS (DELETE FROM mails WHERE directory_id = $1),
      named AS (DELETE FROM source_references WHERE directory_id = $1),
      held AS (DELETE FROM held_departures WHERE directory_id = $1),
      -- With what they staged and noted. A worker that holds one writes its end meanwhile, and the worker's upkeep takes it away.
      synced AS (DELETE FROM syncs WHERE id IN (SELECT id FROM syncs WHERE directory_id = $1 FOR UPDATE SKIP LOCKED)),
      -- What a resync told one endpoint; what of it is still to be sent finds nothing to send.
      resent AS (DELETE FROM events WHERE directory_id = $1 AND NOT in_feed RETURNING id),
      answers AS (${forgetAnswers('resent')})
      UPDATE users SET user_name = id, user_name_key = comparison_key(id), external_id = NULL, email_keys = '{}', announced_profile = NULL,
        resource = jsonb_build_object('userName', id, 'active', active),
        profile = $2::jsonb || jsonb_build_object('preferred_username', id)
      WHERE directory_id = $1`;
    await this.queries.run('users-erase', sql, [JSON.stringify(erased)]);
  }
}
