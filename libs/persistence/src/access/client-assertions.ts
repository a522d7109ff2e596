import { createHash } from 'node:crypto';
import { type Pool } from 'pg';

/** The assertions of OAuth clients that were taken: each `jti` is good once, for all processes (RFC 7523 §3). */
export class ClientAssertions {
  constructor(private readonly pool: Pool) {}

  /** @returns false where the client has sent this `jti` before, be it at the same moment */
  async takeOnce(clientId: string, jti: string, expiresAt: Date): Promise<boolean> {
    const { rowCount } = await this.pool.query({
      name: 'client-assertion-take',
      text: `INSERT INTO client_assertions (client_id, jti, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      values: [clientId, createHash('sha256').update(jti).digest(), expiresAt],
    });
    return rowCount === 1;
  }

  async removeExpired(): Promise<void> {
    // Later than the assertion ends: the clocks of two processes differ.
    await this.pool.query(`DELETE FROM client_assertions WHERE expires_at < now() - interval '5 minutes'`);
  }
}
