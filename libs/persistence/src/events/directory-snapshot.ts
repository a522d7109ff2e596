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

/**
 * SQL: what `userData` says of a user, but for its groups, as text from which only the opening brace is missing. $3 is the scope.
 * Put together in the database, as to parse a million profiles only to write them again took longer than all else.
 */
const USER_LINE = `concat('"object":"DirectoryUser","id":"', u.id, '",', $3::text, ',"dp_id":', COALESCE(to_json(u.external_id), 'null'),
  ',"external_id":', COALESCE(to_json(u.external_id), 'null'), ',"active":', u.active::text, ',"version":', u.version,
  ',"raw_attributes":', u.resource, ',', ltrim(u.profile::text, '{'))`;

const GROUPS = `SELECT * FROM groups WHERE directory_id = $1 AND id > $2 ORDER BY id LIMIT ${PAGE}`;

/** With the ids of their groups. */
const USERS = `SELECT u.*, (SELECT string_agg(m.group_id, ',' ORDER BY m.group_id) FROM group_members m WHERE m.user_id = u.id) AS groups
  FROM users u WHERE u.directory_id = $1 AND u.id > $2 ORDER BY u.id LIMIT ${PAGE}`;

/** A group is named by some three times the length of its id. */
const USER_LINE_BYTES = `(${bytesOf('u.resource')}) + (${bytesOf('u.profile')}) + 3 * COALESCE(octet_length(u.groups), 0)`;

interface UserRow {
  id: string;
  line: string;
  /** Separated by commas. */
  groups: string | null;
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
    for await (const rows of this.keyset((after) => this.usersAfter(after))) {
      yield { users: rows.map(({ line, groups }) => `{"groups":[${referencesTo(groups)}],${line}`) };
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
    const { directoryId, organizationId } = this.scope;
    const scope = JSON.stringify({ directory_id: directoryId, organization_id: organizationId }).slice(1, -1);
    const { rows } = await this.client.query<UserRow & { found: number }>({
      name: 'snapshot-users',
      text: `SELECT u.id, ${USER_LINE} AS line, u.groups, u.found FROM ${portionOf(USERS, 'u', USER_LINE_BYTES, 'u.id')} ORDER BY u.id`,
      values: [directoryId, after, scope],
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
