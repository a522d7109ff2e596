import { type PoolClient } from 'pg';
import { type DeparturePolicy, DepartureRule } from '#directory';
import { MOST_COUNTED } from '../paging/most-counted.js';

/**
 * How many users, of those whom the IdP has not deactivated, carry something under the policy's departure attribute that is no date, up to 10,000. Each change of a user
 * keeps who does (`departures`), and so does the pass over all users that a new policy begins: no user is read here.
 */
export async function countUnreadDepartures(
  on: PoolClient,
  directoryId: string,
  policy: DeparturePolicy,
): Promise<number> {
  if (DepartureRule.of(policy) === undefined) return 0;
  const { rows } = await on.query<{ unread: number }>(
    `SELECT count(*)::int AS unread FROM (
      SELECT FROM departures WHERE directory_id = $1 AND at IS NULL LIMIT ${MOST_COUNTED}) counted`,
    [directoryId],
  );
  return rows[0]!.unread;
}
