import { type Pool } from 'pg';
import { type SecretCipher } from './secret-cipher.js';

/** Every column that holds something sealed for long; answers kept for repeated requests live for a day only. */
const SEALED = [
  { table: 'endpoint_secrets', key: 'id', column: 'cipher' },
  { table: 'webhook_endpoints', key: 'id', column: 'headers_cipher' },
  { table: 'connections', key: 'directory_id', column: 'secrets_cipher' },
  { table: 'connections', key: 'directory_id', column: 'watch_cipher' },
  { table: 'provisioning_gates', key: 'id', column: 'secret_cipher' },
  { table: 'signing_keys', key: 'kid', column: 'private_cipher' },
];

const AT_ONCE = 500;

interface SealedRow {
  key: string;
  sealed: Buffer;
}

/** Seals anew, under the present key, what an older one sealed: afterwards ROLLCALL_ENCRYPTION_KEY_PREVIOUS can go. */
export class Reencryption {
  constructor(
    private readonly pool: Pool,
    private readonly cipher: SecretCipher,
  ) {}

  /** Any number of processes may do so at once. @returns how many were sealed anew */
  async run(): Promise<number> {
    let renewed = 0;
    for (const { table, key, column } of SEALED) {
      for (let after = '', more = true; more;) {
        const { rows } = await this.pool.query<SealedRow>(
          `SELECT ${key} AS key, ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL AND ${key} > $1 ORDER BY ${key} LIMIT ${AT_ONCE}`,
          [after],
        );
        for (const { key: id, sealed } of rows) {
          const fresh = this.cipher.renew(sealed);
          if (fresh === undefined) continue;
          // Only a row that has not changed since it was read: another process may be changing the row.
          const { rowCount } = await this.pool.query(
            `UPDATE ${table} SET ${column} = $3 WHERE ${key} = $1 AND ${column} = $2`,
            [id, sealed, fresh],
          );
          renewed += rowCount ?? 0;
        }
        more = rows.length === AT_ONCE;
        after = rows.at(-1)?.key ?? '';
      }
    }
    return renewed;
  }
}
