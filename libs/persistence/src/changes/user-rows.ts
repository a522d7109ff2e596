import { type UserReads, type UserRecord } from '#directory';
import { FENCE } from '../connection/fence.js';
import { type DirectoryQueries } from './directory-queries.js';
import { findUsersStatement } from './load-statement.js';
import { USER_JSON, type UserRow } from '../resources/rows.js';

/** SQL: the users `u` of the directory $1 with the ids $2. */
const GIVEN = `(SELECT DISTINCT unnest($2::text[]) AS k) given
  CROSS JOIN LATERAL (SELECT * FROM users WHERE id = k AND directory_id = $1 ${FENCE}) u`;

/** The users of a directory, as a batch of changes asks for them. */
export class UserRows implements UserReads {
  constructor(private readonly queries: DirectoryQueries) {}

  async findUsers(nameKeys: string[], externalIds: string[]): Promise<UserRecord[]> {
    const { rows } = await this.queries.client.query<UserRow>(
      findUsersStatement(this.queries.directoryId, nameKeys, externalIds),
    );
    return rows.map(({ json }) => json);
  }

  async loadUsers(ids: string[]): Promise<UserRecord[]> {
    const sql = `SELECT ${USER_JSON} AS json FROM ${GIVEN} ORDER BY u.id`;
    return (await this.queries.run<UserRow>('users-by-id', sql, [ids])).map(({ json }) => json);
  }

  async userIds(ids: string[]): Promise<string[]> {
    const sql = `SELECT u.id FROM ${GIVEN}`;
    return (await this.queries.run<{ id: string }>('user-ids', sql, [ids])).map(({ id }) => id);
  }
}
