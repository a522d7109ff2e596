import { type QueryRunner } from 'typeorm';
import { comparisonKey } from '#scim';
import { lockKey } from '../../changes/directory-transactions.js';

const PAGE = 2_000;

interface UserKeys {
  id: string;
  directory_id: string;
  user_name: string;
  user_name_key: string;
  email_keys: string[];
  created_at: string;
  live: boolean;
}

interface Rekeyed {
  id: string;
  key: string;
  emails: string[];
}

interface Collision {
  user_id: string;
  named_like: string;
}

const USER = `SELECT u.id, u.directory_id, u.user_name, u.user_name_key, u.email_keys, iso(u.created_at) AS created_at, u.deleted_at IS NULL AS live
  FROM users u`;
const NOT_COLLIDING = `NOT EXISTS (SELECT FROM name_collisions c WHERE c.user_id = u.id)`;

/** Goes through all users in the order of their directories; most have the key already, and only the others are written. */
export async function rekeyUsers(runner: QueryRunner): Promise<void> {
  let last = { directory_id: '', id: '' };
  for (;;) {
    const page = (await runner.query(
      `${USER} WHERE (u.directory_id, u.id) > ($1, $2) ORDER BY u.directory_id, u.id LIMIT ${PAGE}`,
      [last.directory_id, last.id],
    )) as UserKeys[];
    for (const [directoryId, ids] of byDirectory(page.filter(isStale))) await rekey(runner, directoryId, ids);
    if (page.length < PAGE) return;
    last = page.at(-1)!;
  }
}

/** Names of groups need not be unique. */
export async function rekeyGroups(runner: QueryRunner): Promise<void> {
  for (let after = ''; ;) {
    const page = (await runner.query(
      `SELECT id, display_name AS name, display_name_key AS key FROM groups WHERE id > $1 ORDER BY id LIMIT ${PAGE}`,
      [after],
    )) as { id: string; name: string; key: string }[];
    const stale = page.filter(({ name, key }) => comparisonKey(name) !== key);
    // A group that was renamed in between has its key from whoever renamed it.
    await runner.query(
      `UPDATE groups g SET display_name_key = n.key FROM unnest($1::text[], $2::text[], $3::text[]) AS n(id, name, key)
        WHERE g.id = n.id AND g.display_name = n.name`,
      [stale.map(({ id }) => id), stale.map(({ name }) => name), stale.map(({ name }) => comparisonKey(name))],
    );
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}

/** The users of one directory, under the lock that its changes take. */
async function rekey(runner: QueryRunner, directoryId: string, ids: string[]): Promise<void> {
  await runner.startTransaction();
  try {
    await runner.query(`SELECT pg_advisory_xact_lock(${lockKey(directoryId)})`);
    const users = (await runner.query(`${USER} WHERE u.id = ANY($1) AND ${NOT_COLLIDING}`, [ids])) as UserKeys[];
    const stale = users.filter(isStale);
    const names = stale.map(({ user_name }) => comparisonKey(user_name));
    const holders = (await runner.query(
      `${USER} WHERE u.directory_id = $1 AND u.user_name_key = ANY($2) AND u.deleted_at IS NULL`,
      [directoryId, names],
    )) as UserKeys[];
    const { losers, winners, collisions } = decide([...holders, ...stale]);
    // Losers first: they make room for an older user of the same name.
    await write(runner, losers);
    await write(runner, winners);
    await runner.query(
      `INSERT INTO name_collisions (user_id, directory_id, named_like) SELECT n.user_id, $3, n.named_like
        FROM unnest($1::text[], $2::text[]) AS n(user_id, named_like) ON CONFLICT DO NOTHING`,
      [collisions.map(({ user_id }) => user_id), collisions.map(({ named_like }) => named_like), directoryId],
    );
    await runner.commitTransaction();
  } catch (error) {
    await runner.rollbackTransaction();
    throw error;
  }
}

/** Of the present users of one name the oldest has it. The others keep working by id under a key with capitals, which no name has. */
function decide(users: UserKeys[]): { losers: Rekeyed[]; winners: Rekeyed[]; collisions: Collision[] } {
  const losers: Rekeyed[] = [];
  const winners: Rekeyed[] = [];
  const collisions: Collision[] = [];
  const owners = new Map<string, string>();
  const seen = new Set<string>();
  for (const user of users.sort((a, b) => compare(a.created_at, b.created_at) || compare(a.id, b.id))) {
    if (seen.has(user.id)) continue;
    seen.add(user.id);
    const key = comparisonKey(user.user_name);
    const emails = user.email_keys.map(comparisonKey);
    const owner = user.live ? owners.get(key) : undefined;
    if (user.live && owner === undefined) owners.set(key, user.id);
    if (owner === undefined) winners.push({ id: user.id, key, emails });
    else {
      losers.push({ id: user.id, key: `${key} COLLIDES ${user.id}`, emails });
      collisions.push({ user_id: user.id, named_like: owner });
    }
  }
  return { losers, winners, collisions };
}

async function write(runner: QueryRunner, users: Rekeyed[]): Promise<void> {
  if (users.length === 0) return;
  await runner.query(
    `UPDATE users u SET user_name_key = n.key, email_keys = ARRAY(SELECT jsonb_array_elements_text(n.emails))
      FROM (SELECT unnest($1::text[]) AS id, unnest($2::text[]) AS key, unnest($3::jsonb[]) AS emails) n WHERE u.id = n.id`,
    [users.map(({ id }) => id), users.map(({ key }) => key), users.map(({ emails }) => JSON.stringify(emails))],
  );
}

function isStale({ user_name, user_name_key, email_keys }: UserKeys): boolean {
  return comparisonKey(user_name) !== user_name_key || email_keys.some((email) => comparisonKey(email) !== email);
}

function byDirectory(users: UserKeys[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { directory_id, id } of users) {
    const known = ids.get(directory_id);
    if (known === undefined) ids.set(directory_id, [id]);
    else known.push(id);
  }
  return ids;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
