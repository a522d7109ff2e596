import { type PoolClient } from 'pg';
import { type Portion, type UserRecord } from '#directory';
import { portionOf, readPortion } from '../paging/page-bytes.js';
import { SHOWN_USER_BYTES } from '../resources/rows.js';

/** What a directory sent of a user, and what became of it. */
export type UserSample = Pick<UserRecord, 'id' | 'resource' | 'profile' | 'active'>;

/**
 * Users as they are stored, to show what a directory sends and what a mapping would make of it: by a search, which `on` is the connection
 * of.
 */
export class UserSamples {
  /** The newest that are not gone: so many, or some MiB of them. */
  async newest(on: PoolClient, directoryId: string, most: number): Promise<UserSample[]> {
    const found = await this.portion(
      on,
      'deleted_at IS NULL ORDER BY id DESC LIMIT $2',
      [directoryId, most],
      'u.id DESC',
    );
    return found.rows;
  }

  /** Those that are not gone, active or not, in the order of their ids. */
  async present(on: PoolClient, directoryId: string, after: string, most: number): Promise<Portion<UserSample>> {
    const rest = 'deleted_at IS NULL AND id > $2 ORDER BY id LIMIT $3';
    return await this.portion(on, rest, [directoryId, after, most], 'u.id');
  }

  /** By the directory's counter. */
  async countPresent(on: PoolClient, directoryId: string): Promise<number> {
    const { rows } = await on.query<{ users: number }>('SELECT users FROM directory_counters WHERE directory_id = $1', [
      directoryId,
    ]);
    return rows[0]?.users ?? 0;
  }

  async byId(on: PoolClient, directoryId: string, ids: string[]): Promise<UserSample[]> {
    const { rows } = await on.query<UserSample>(
      `SELECT u.id, u.resource, u.profile, u.active FROM users u WHERE u.directory_id = $1 AND u.id = ANY ($2) ORDER BY u.id`,
      [directoryId, ids],
    );
    return rows;
  }

  /** @param values the last one is the limit */
  private async portion(on: PoolClient, rest: string, values: unknown[], order: string): Promise<Portion<UserSample>> {
    const rows = portionOf(`SELECT * FROM users WHERE directory_id = $1 AND ${rest}`, 'u', SHOWN_USER_BYTES, order);
    const found = await on.query<UserSample & { found: number }>(
      `SELECT u.id, u.resource, u.profile, u.active, u.found FROM ${rows} ORDER BY ${order}`,
      values,
    );
    return readPortion(found.rows, values.at(-1) as number, ({ found: _found, ...user }) => user);
  }
}
