import { type Pool } from 'pg';
import { eventsAbout, IS_DENIAL } from '../events/events-about.js';
import { forgetAnswers } from '../delivery-rows/forget-answers.js';
import { forgetReasons, forgetReviewed } from './forget-reviews.js';
import { forgetSynced } from './forget-syncs.js';

interface StoredEvent {
  id: string;
  body: string;
}

export interface PendingErasure {
  directoryId: string;
  userIds: string[];
}

/** What is kept on a person beside the directory's own state, and what is left of it after an erasure. */
export class PersonalDataStore {
  constructor(private readonly pool: Pool) {}

  /** Undefined where there is no such user. */
  async isErased(directoryId: string, userId: string): Promise<boolean | undefined> {
    const { rows } = await this.pool.query<{ erased: boolean }>(
      'SELECT erased_at IS NOT NULL AS erased FROM users WHERE directory_id = $1 AND id = $2',
      [directoryId, userId],
    );
    return rows[0]?.erased;
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
   * it the mails to them and about them, what the gate said of them, reasons of decisions that name them, and files that were checked. To be done while their records tell the names.
   */
  async forgetRequests({ directoryId, userIds }: PendingErasure, erase: (body: string) => string): Promise<void> {
    const { rows: denials } = await this.pool.query<StoredEvent>(
      `SELECT DISTINCT e.id, e.body FROM events e JOIN users u ON u.id = ANY($2) AND u.directory_id = $1
        WHERE e.type = 'rollcall.gate.denied' AND e.resource_id = $1 AND ${IS_DENIAL}`,
      [directoryId, userIds],
    );
    await this.write(denials, erase);
    await this.pool.query(
      `DELETE FROM mails m USING users u WHERE u.id = ANY($2) AND u.directory_id = $1 AND m.directory_id = $1
        AND (m.user_id = u.id OR comparison_key(m.recipient) = ANY (u.email_keys))`,
      [directoryId, userIds],
    );
    await forgetReasons(this.pool, directoryId, userIds);
    await forgetSynced(this.pool, directoryId, userIds);
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
    await forgetReviewed(this.pool, directoryId, userIds);
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
    const { last, events } = await eventsAbout(this.pool, directoryId, userIds, after);
    await this.write(events, erase);
    return last ?? undefined;
  }

  private async write(events: StoredEvent[], erase: (body: string) => string): Promise<void> {
    const erased = events.map(({ id, body }) => ({ id, body: erase(body) }));
    await this.pool.query(
      `UPDATE events e SET body = g.body, erased = true FROM json_to_recordset($1::json) AS g (id text, body text) WHERE e.id = g.id`,
      [JSON.stringify(erased)],
    );
    // After the events: attempts that are recorded from now on keep no answer.
    const ids = events.map(({ id }) => id);
    await this.pool.query(forgetAnswers('(SELECT unnest($1::text[]) AS id)'), [ids]);
  }
}
