import { type Pool, type PoolClient } from 'pg';
import { type GroupRecord, type StoredUser } from '#directory';
import { FEED_ORDER, IN_FEED } from './feed-position.js';
import { GROUP_JSON, type GroupRow } from './rows.js';

/** Some megabyte of users. */
const PAGE = 500;

/** Between two pages: a client that reads this slowly is cut off, as its transaction keeps the whole database from being tidied up. */
const SLOWEST_PAGE = '60s';

export interface SnapshotHead {
  /** The directory's last sequence that the snapshot contains. */
  sequence: number;
  /** The feed's cursor from which on nothing is missing from the snapshot; empty for the feed's beginning. */
  after: string;
}

export type SnapshotPage = { groups: GroupRecord[] } | { users: StoredUser[] };

type UserRow = Omit<StoredUser, 'groups'> & { groupIds: string[] };

/**
 * One moment of a directory, read page by page in one transaction. The feed's cursor lies before every transaction that was running at
 * that moment: what the snapshot has of later ones comes twice, and nothing is lost.
 */
export class DirectorySnapshot {
  private broken: Error | undefined;

  private constructor(
    private readonly client: PoolClient,
    private readonly directoryId: string,
    readonly head: SnapshotHead,
  ) {
    // Cut off by the database between two pages: the next one fails.
    client.on('error', this.onError);
  }

  static async open(pool: Pool, directoryId: string): Promise<DirectorySnapshot> {
    const client = await pool.connect();
    try {
      await client.query(
        `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL idle_in_transaction_session_timeout = '${SLOWEST_PAGE}'`,
      );
      const { rows } = await client.query<SnapshotHead>({
        name: 'snapshot-head',
        text: `SELECT sequence, COALESCE((SELECT e.id FROM events e WHERE ${IN_FEED}
            ORDER BY ${FEED_ORDER.replaceAll(',', ' DESC,')} DESC LIMIT 1), '') AS after
          FROM directory_counters WHERE directory_id = $1`,
        values: [directoryId],
      });
      return new DirectorySnapshot(client, directoryId, rows[0]!);
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  }

  /** Groups, then users, deactivated and deleted ones included; each in the order of their ids. */
  async *pages(): AsyncGenerator<SnapshotPage> {
    // Joining them to every membership again took longer than all else of a user.
    const names = new Map<string, string>();
    for await (const groups of this.keyset((after) => this.groupsAfter(after))) {
      for (const { id, displayName } of groups) names.set(id, displayName);
      yield { groups };
    }
    for await (const rows of this.keyset((after) => this.usersAfter(after))) {
      const users = rows.map(({ groupIds, ...user }) => ({
        ...user,
        groups: groupIds.map((id) => ({ id, name: names.get(id)! })),
      }));
      yield { users };
    }
  }

  async close(): Promise<void> {
    await this.client.query('ROLLBACK').catch(this.onError);
    this.client.off('error', this.onError);
    this.client.release(this.broken);
  }

  private async groupsAfter(after: string): Promise<GroupRecord[]> {
    const { rows } = await this.client.query<GroupRow>({
      name: 'snapshot-groups',
      text: `SELECT ${GROUP_JSON} AS json FROM groups g WHERE g.directory_id = $1 AND g.id > $2 ORDER BY g.id LIMIT ${PAGE}`,
      values: [this.directoryId, after],
    });
    return rows.map(({ json }) => json);
  }

  private async usersAfter(after: string): Promise<UserRow[]> {
    const { rows } = await this.client.query<UserRow>({
      name: 'snapshot-users',
      text: `SELECT u.id, u.external_id AS "externalId", u.active, u.announced, u.version, u.deleted_at AS "deletedAt",
          u.profile::text AS "profileText", u.resource::text AS "resourceText",
          ARRAY(SELECT m.group_id FROM group_members m WHERE m.user_id = u.id ORDER BY m.group_id) AS "groupIds"
        FROM users u WHERE u.directory_id = $1 AND u.id > $2 ORDER BY u.id LIMIT ${PAGE}`,
      values: [this.directoryId, after],
    });
    return rows;
  }

  /** A page ahead of its reader. */
  private async *keyset<T extends { id: string }>(read: (after: string) => Promise<T[]>): AsyncGenerator<T[]> {
    let next = read('');
    for (;;) {
      const page = await next;
      const isLast = page.length < PAGE;
      if (!isLast) {
        next = read(page.at(-1)!.id);
        // Its reader may never come back for it.
        next.catch(this.onError);
      }
      if (page.length > 0) yield page;
      if (isLast) return;
    }
  }

  private readonly onError = (error: Error): void => {
    this.broken = error;
  };
}
