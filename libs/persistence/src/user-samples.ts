import { type Pool } from 'pg';
import { type UserRecord } from '#directory';

/** What a directory sent of a user, and what became of it. */
export type UserSample = Pick<UserRecord, 'id' | 'resource' | 'profile'>;

/** Users as they are stored, to show what a directory sends and what a mapping would make of it. */
export class UserSamples {
  constructor(private readonly pool: Pool) {}

  /** The newest that are not gone. */
  async newest(directoryId: string, most: number): Promise<UserSample[]> {
    return await this.read('u.deleted_at IS NULL ORDER BY u.id DESC LIMIT $2', [directoryId, most]);
  }

  /** Active ones in the order of their ids. */
  async active(directoryId: string, after: string, most: number): Promise<UserSample[]> {
    return await this.read('u.active AND u.id > $2 ORDER BY u.id LIMIT $3', [directoryId, after, most]);
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

  private async read(rest: string, parameters: unknown[]): Promise<UserSample[]> {
    const { rows } = await this.pool.query<UserSample>(
      `SELECT u.id, u.resource, u.profile FROM users u WHERE u.directory_id = $1 AND ${rest}`,
      parameters,
    );
    return rows;
  }
}
