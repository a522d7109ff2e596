import { type StatementRunner } from '../audit/audit-entry.js';

/** The signing secrets of an endpoint end after so long. Earlier overlaps end with this one at the latest: after a leak, 0 stops all. */
export async function endSigningSecrets(db: StatementRunner, endpointId: string, overlapMs: number): Promise<void> {
  await db.query(
    `UPDATE endpoint_secrets SET expires_at = least(expires_at, now() + $2::interval) WHERE endpoint_id = $1`,
    [endpointId, `${overlapMs} milliseconds`],
  );
}
