import { type PoolClient, type Pool } from 'pg';
import { type StagedGroup, type StagedUser } from '#connectors';
import { GROUP_URN } from '#scim';
import { arrayLiteral, type Column, columnArrays, unnest } from '../connection/column-array.js';

type Queryable = Pick<Pool | PoolClient, 'query'>;

interface Reference {
  name: string;
  externalId: string;
}

interface Member {
  groupId: string;
  member: string;
  nested: boolean;
}

/** One part of a statement: rows of one table, as columns. */
interface Part {
  name: string;
  columns: readonly Column<never>[];
  arrays: Buffer[];
  /** `$rows` stands for the rows; $1 is the sync, $2 a flag of the statement. */
  sql: string;
}

const part = <Row>(name: string, rows: readonly Row[], columns: readonly Column<Row>[], sql: string): Part[] =>
  rows.length === 0 ? [] : [{ name, columns, arrays: columnArrays(columns, rows), sql }];

const USER: readonly Column<StagedUser>[] = [
  ['external_id', 'text', ({ externalId }) => externalId],
  ['resource', 'jsonb', ({ resource }) => JSON.stringify(resource)],
  ['manager', 'text', ({ manager }) => manager],
  ['absent', 'text', ({ absent }) => arrayLiteral(absent)],
];
const REFERENCE: readonly Column<Reference>[] = [
  ['reference', 'text', ({ name }) => name],
  ['external_id', 'text', ({ externalId }) => externalId],
];
const GROUP: readonly Column<StagedGroup>[] = [
  ['external_id', 'text', ({ externalId }) => externalId],
  ['resource', 'jsonb', ({ resource }) => JSON.stringify(resource)],
  ['everyone', 'boolean', ({ everyone }) => everyone],
];
const DERIVED: readonly Column<string>[] = [
  ['external_id', 'text', (name) => name],
  ['resource', 'jsonb', (name) => JSON.stringify({ schemas: [GROUP_URN], externalId: name, displayName: name })],
];
const MEMBER: readonly Column<Member>[] = [
  ['group_id', 'text', ({ groupId }) => groupId],
  ['nested', 'boolean', ({ nested }) => nested],
  ['member', 'text', ({ member }) => member],
];

const INSERT_USERS = `INSERT INTO sync_users (sync_id, external_id, resource, manager, absent)
    SELECT $1, external_id, resource, manager, absent::text[] FROM $rows
    ON CONFLICT (sync_id, external_id) DO UPDATE SET resource = excluded.resource, manager = excluded.manager, absent = excluded.absent,
      gone = false`;
const insertReferences = (
  kind: 'user' | 'group',
): string => `INSERT INTO sync_references (sync_id, kind, reference, external_id)
    SELECT $1, '${kind}', reference, external_id FROM $rows ON CONFLICT DO NOTHING`;
const INSERT_GROUPS = `INSERT INTO sync_groups (sync_id, external_id, resource, everyone, whole)
    SELECT $1, external_id, resource, everyone, $2::boolean FROM $rows
    ON CONFLICT (sync_id, external_id) DO UPDATE SET resource = excluded.resource, everyone = sync_groups.everyone OR excluded.everyone`;
const INSERT_DERIVED = `INSERT INTO sync_groups (sync_id, external_id, resource, whole)
    SELECT $1, external_id, resource, $2::boolean FROM $rows ON CONFLICT DO NOTHING`;
const INSERT_MEMBERS = `INSERT INTO sync_members (sync_id, group_id, nested, member)
    SELECT $1, group_id, nested, member FROM $rows ON CONFLICT DO NOTHING`;

/**
 * The groups that are values of people come along.
 * @param isWhole everybody is listed; in a partial listing nothing says who else is in the groups
 */
export async function stageUsers(
  db: Queryable,
  stagingId: string,
  users: StagedUser[],
  isWhole: boolean,
): Promise<void> {
  const references = users.flatMap(({ externalId, references: names }) => names.map((name) => ({ name, externalId })));
  const members = users.flatMap(({ externalId, groups }) =>
    (groups ?? []).map((groupId) => ({ groupId, member: externalId, nested: false })),
  );
  await stage(db, stagingId, isWhole, [
    ...part('users', users, USER, INSERT_USERS),
    ...part('user-names', references, REFERENCE, insertReferences('user')),
    ...part('derived', [...new Set(members.map(({ groupId }) => groupId))], DERIVED, INSERT_DERIVED),
    ...part('members', members, MEMBER, INSERT_MEMBERS),
  ]);
}

/** Several of one `externalId` add up. */
export async function stageGroups(db: Queryable, stagingId: string, groups: StagedGroup[]): Promise<void> {
  const whole = new Map<string, StagedGroup>();
  for (const group of groups) {
    const everyone = group.everyone || whole.get(group.externalId)?.everyone === true;
    whole.set(group.externalId, { ...group, everyone });
  }
  const references = groups.flatMap(({ externalId, references: names }) => names.map((name) => ({ name, externalId })));
  const members = groups.flatMap(({ externalId: groupId, members: people, nested }) => [
    ...people.map((member) => ({ groupId, member, nested: false })),
    ...nested.map((member) => ({ groupId, member, nested: true })),
  ]);
  await stage(db, stagingId, true, [
    ...part('groups', [...whole.values()], GROUP, INSERT_GROUPS),
    ...part('group-names', references, REFERENCE, insertReferences('group')),
    ...part('members', members, MEMBER, INSERT_MEMBERS),
  ]);
}

const FIXED_PARAMETERS = 2;

/** One statement, with the parts that have rows. */
async function stage(db: Queryable, stagingId: string, isWhole: boolean, parts: Part[]): Promise<void> {
  if (parts.length === 0) return;
  let next = FIXED_PARAMETERS + 1;
  const inserts = parts.map(({ name, columns, sql }) => {
    const rows = unnest(columns, 'n', next);
    next += columns.length;
    return `"${name}" AS (${sql.replace('$rows', () => rows)})`;
  });
  await db.query({
    name: `sync-stage ${parts.map(({ name }) => name).join(' ')}`,
    // Both fixed parameters have their type, whatever parts there are.
    text: `WITH ${inserts.join(',\n')}\nSELECT $1::text, $2::boolean`,
    values: [stagingId, isWhole, ...parts.flatMap(({ arrays }) => arrays)],
  });
}

/** Everything that was staged under this sync. */
export async function forgetStaged(db: Queryable, stagingId: string): Promise<void> {
  await db.query(
    `WITH a AS (DELETE FROM sync_users WHERE sync_id = $1), b AS (DELETE FROM sync_references WHERE sync_id = $1),
      c AS (DELETE FROM sync_members WHERE sync_id = $1) DELETE FROM sync_groups WHERE sync_id = $1`,
    [stagingId],
  );
}
