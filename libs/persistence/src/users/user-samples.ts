import { type Pool } from 'pg';
import { type Portion, type UserRecord } from '#directory';
import { portionOf, readPortion } from '../paging/page-bytes.js';
import { SHOWN_USER_BYTES } from '../resources/rows.js';

/** What a directory sent of a user, and what became of it. */
export type UserSample = Pick<UserRecord, 'id' | 'resource' | 'profile'>;

/** Users as they are stored, to show what a directory sends and what a mapping would make of it. */
export class UserSamples {
  constructor(private readonly pool: Pool) {}

  /** The newest that are not gone: so many, or some MiB of them. */
  async newest(directoryId: string, most: number): Promise<UserSample[]> {
    const found = await this.portion('deleted_at IS NULL ORDER BY id DESC LIMIT $2', [directoryId, most], 'u.id DESC');
    return found.rows;
  }

  /** Active ones in the order of their ids. */
  async active(directoryId: string, after: string, most: number): Promise<Portion<UserSample>> {
    return await this.portion('active AND id > $2 ORDER BY id LIMIT $3', [directoryId, after, most], 'u.id');
  }

  async countActive(directoryId: string): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(
      `SELECT count(*) FROM users u WHERE u.directory_id = $1 AND u.active`,
      [directoryId],
    );
    return Number(rows[0]!.count);
  }

  async byId(directoryId: string, ids: string[]): Promise<UserSample[]> {
    return await this.read('u.id = ANY ($2) ORDER BY u.id', [directoryId, ids]);
  }

  /** @param values the last one is the limit */
  private async portion(rest: string, values: unknown[], order: string): Promise<Portion<UserSample>> {
    const rows = portionOf(`SELECT * FROM users WHERE directory_id = $1 AND ${rest}`, 'u', SHOWN_USER_BYTES, order);
    const found = await this.pool.query<UserSample & { found: number }>(
      `SELECT u.id, u.resource, u.profile, u.found FROM ${rows} ORDER BY ${order}`,
      values,
    );
    return readPortion(found.rows, values.at(-1) as number, ({ id, resource, profile }) => ({ id, resource, profile }));
  }

  private async read(rest: string, parameters: unknown[]): Promise<UserSample[]> {
    const { rows } = await this.pool.query<UserSample>(
      `SELECT u.id, u.resource, u.profile FROM users u WHERE u.directory_id = $1 AND ${rest}`,
      parameters,
    );
    return rows;
  }
}
