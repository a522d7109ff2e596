import { type Pool, type PoolClient } from 'pg';
import { groupData, groupsOf, type Portion, type UserScope } from '#directory';
import { FEED_ORDER, IN_FEED } from './feed-position.js';
import { bytesOf, portionOf, readPortion } from '../paging/page-bytes.js';
import { GROUP_BYTES, GROUP_JSON, type GroupRow } from '../resources/rows.js';

/** At most: some megabyte of users, where they are not large. */
const PAGE = 500;

/** Between two pages: a client that reads this slowly is cut off, as its transaction keeps the whole database from being tidied up. */
const SLOWEST_PAGE = '60s';

export interface SnapshotHead {
  /** The directory's last sequence that the snapshot contains. */
  sequence: number;
  /** The feed's cursor from which on nothing is missing from the snapshot; empty for the feed's beginning. */
  after: string;
}

/** JSON texts, one a group or user: the `data` of its events, and the `object` they are about. */
export type SnapshotPage = { groups: string[] } | { users: string[] };

const GROUPS = `SELECT * FROM groups WHERE directory_id = $1 AND id > $2 ORDER BY id LIMIT ${PAGE}`;

/** With the ids of their groups. */
const USERS = `SELECT u.id, u.external_id, u.active, u.version, u.resource, u.profile,
    (SELECT string_agg(m.group_id, ',' ORDER BY m.group_id) FROM group_members m WHERE m.user_id = u.id) AS groups
  FROM users u WHERE u.directory_id = $1 AND u.id > $2 ORDER BY u.id LIMIT ${PAGE}`;

/** A group is named by some three times the length of its id. */
const USER_LINE_BYTES = `(${bytesOf('u.resource')}) + (${bytesOf('u.profile')}) + 3 * COALESCE(octet_length(u.groups), 0)`;

/** Bodies are JSON texts: to parse a million of them only to write them again took longer than all else. */
interface UserRow {
  id: string;
  external_id: string | null;
  active: boolean;
  version: number;
  resource: string;
  profile: string;
  /** Separated by commas. */
  groups: string | null;
}

/**
 * What `userData` says of a user. Put together here: the same in SQL took the database twice as long, and the database is what a snapshot
 * waits for.
 */
function userLine(user: UserRow, scope: string, groups: string): string {
  const externalId = user.external_id === null ? 'null' : JSON.stringify(user.external_id);
  return `{"groups":[${groups}],"object":"DirectoryUser","id":"${user.id}",${scope},"dp_id":${externalId},"external_id":${externalId},"active":${user.active},"version":${user.version},"raw_attributes":${user.resource},${user.profile.slice(1)}`;
}

/**
 * One moment of a directory, read page by page in one transaction. The feed's cursor lies before every transaction that was running at
 * that moment: what the snapshot has of later ones comes twice, and nothing is lost.
 */
export class DirectorySnapshot {
  private broken: Error | undefined;

  private constructor(
    private readonly client: PoolClient,
    private readonly scope: UserScope,
    readonly head: SnapshotHead,
  ) {
    // Cut off by the database between two pages: the next one fails.
    client.on('error', this.onError);
  }

  static async open(pool: Pool, scope: UserScope): Promise<DirectorySnapshot> {
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
        values: [scope.directoryId],
      });
      return new DirectorySnapshot(client, scope, rows[0]!);
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  }

  /** Groups, then users, deactivated and deleted ones included; each in the order of their ids. */
  async *pages(): AsyncGenerator<SnapshotPage> {
    // Joining them to every membership again took longer than all else of a user.
    const references = new Map<string, string>();
    for await (const rows of this.keyset((after) => this.groupsAfter(after))) {
      for (const { id, displayName: name } of rows) references.set(id, JSON.stringify(groupsOf([{ id, name }])[0]));
      yield {
        groups: rows.map((group) => JSON.stringify({ object: 'DirectoryGroup', ...groupData(group, this.scope) })),
      };
    }
    const referencesTo = (ids: string | null) =>
      ids === null
        ? ''
        : ids
            .split(',')
            .map((id) => references.get(id)!)
            .join(',');
    const { directoryId, organizationId } = this.scope;
    const scope = JSON.stringify({ directory_id: directoryId, organization_id: organizationId }).slice(1, -1);
    for await (const rows of this.keyset((after) => this.usersAfter(after))) {
      yield { users: rows.map((user) => userLine(user, scope, referencesTo(user.groups))) };
    }
  }

  async close(): Promise<void> {
    await this.client.query('ROLLBACK').catch(this.onError);
    this.client.off('error', this.onError);
    this.client.release(this.broken);
  }

  private async groupsAfter(after: string): Promise<Portion<GroupRow['json']>> {
    const { rows } = await this.client.query<GroupRow & { found: number }>({
      name: 'snapshot-groups',
      text: `SELECT ${GROUP_JSON} AS json, g.found FROM ${portionOf(GROUPS, 'g', GROUP_BYTES, 'g.id')} ORDER BY g.id`,
      values: [this.scope.directoryId, after],
    });
    return readPortion(rows, PAGE, ({ json }) => json);
  }

  private async usersAfter(after: string): Promise<Portion<UserRow>> {
    const { rows } = await this.client.query<UserRow & { found: number }>({
      name: 'snapshot-users',
      text: `SELECT u.id, u.external_id, u.active, u.version, u.resource::text, u.profile::text, u.groups, u.found
        FROM ${portionOf(USERS, 'u', USER_LINE_BYTES, 'u.id')} ORDER BY u.id`,
      values: [this.scope.directoryId, after],
    });
    return readPortion(rows, PAGE, (row) => row);
  }

  /** A page ahead of its reader. */
  private async *keyset<T extends { id: string }>(read: (after: string) => Promise<Portion<T>>): AsyncGenerator<T[]> {
    let next = read('');
    for (;;) {
      const { rows: page, isLast } = await next;
      if (!isLast) {
        next = read(page.at(-1)!.id);
        // The reader of a snapshot may never ask for the next page.
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
