import { type Pool } from 'pg';
import { type DeprovisioningPolicy, DepartureRule, parseUserPath } from '#directory';

/** How many active users carry something under the policy's departure attribute that is no date. Reads the whole directory once. */
export async function countUnreadDepartures(
  pool: Pool,
  directoryId: string,
  policy: Partial<DeprovisioningPolicy>,
): Promise<number> {
  const rule = DepartureRule.of({ on_deactivate: 'delete_event', ...policy });
  if (rule === undefined) return 0;
  const { urn, attribute } = parseUserPath(policy.departure_attribute!);
  const steps = urn === undefined ? [attribute] : [urn, attribute];
  // The dates of a directory are few: each is read once, by the same rule that schedules departures.
  const { rows } = await pool.query<{ value: unknown; users: number }>(
    `SELECT value, count(*)::int AS users FROM users u
      CROSS JOIN LATERAL (SELECT ${steps.reduce((json, _, index) => member(json, index + 2), 'u.resource')} AS value) d
      WHERE u.directory_id = $1 AND u.active AND value IS NOT NULL GROUP BY value`,
    [directoryId, ...steps],
  );
  let unread = 0;
  for (const { value, users } of rows) {
    const resource = steps.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
    if (rule.unreadOf(resource as Record<string, unknown>) !== undefined) unread += users;
  }
  return unread;
}

/** Names are compared regardless of case (RFC 7643 §2.1). */
function member(json: string, parameter: number): string {
  return `(SELECT m.value FROM jsonb_each(CASE WHEN jsonb_typeof(${json}) = 'object' THEN ${json} END) m
    WHERE lower(m.key) = lower($${parameter}) LIMIT 1)`;
}
