import { type Pool } from 'pg';
import { queryAct } from '../audit/audited-act.js';

/** When a stream was last verified: a receiver may ask for that only so often. */
export class StreamVerifications {
  constructor(
    private readonly pool: Pool,
    private readonly intervalSeconds: number,
  ) {}

  /** @returns for how many seconds the stream has to wait; undefined where its turn has begun */
  async begin(streamId: string): Promise<number | undefined> {
    const { rowCount } = await queryAct(
      this.pool,
      `UPDATE webhook_endpoints SET verified_at = now()
        WHERE id = $1 AND (verified_at IS NULL OR verified_at <= now() - $2 * interval '1 second') RETURNING id`,
      [streamId, this.intervalSeconds],
      () => ({ targetId: streamId }),
    );
    if (rowCount !== 0) return undefined;
    const { rows } = await this.pool.query<{ seconds: number }>(
      `SELECT ceil(extract(epoch FROM verified_at - now()) + $2)::int AS seconds FROM webhook_endpoints WHERE id = $1`,
      [streamId, this.intervalSeconds],
    );
    return Math.max(1, rows[0]?.seconds ?? 1);
  }
}
