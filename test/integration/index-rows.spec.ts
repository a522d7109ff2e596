import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '#persistence';
import { createDatabase, type TestDatabase } from '../support/index.js';

/** Bytes of a row that PostgreSQL puts into an index, its header and the lengths of its values included. */
const MOST = 2_704;
const HEADER = 16;
/** Of a value: its length, and what aligns the next one. */
const BESIDE = 11;
/** Ids and states are ours. */
const OURS = 64;

/** What a client sends and resources are found by; its comparison key. Held by `assertIndexable`. */
const VALUE = 1_500;
const KEY = 2_500;

/** Bytes that the texts may have which are not ours, and what holds them to it. */
const LENGTHS: Record<string, number> = {
  'users.user_name_key': KEY,
  'users.external_id': VALUE,
  'users.directory_keys(directory_id, email_keys)': OURS + KEY,
  'groups.display_name_key': KEY,
  'groups.external_id': VALUE,
  'group_references.value': VALUE,
  // Together: ExtensionRegistry.
  'extension_attributes.urn': KEY,
  'extension_attributes.name': 0,
  // Sources: `stagedUser` and `stagedGroup`; group_id and member together: `fitsBeside`.
  'sync_users.external_id': VALUE,
  'sync_groups.external_id': VALUE,
  'sync_references.reference': VALUE,
  'source_references.reference': VALUE,
  'sync_members.group_id': KEY,
  'sync_members.member': 0,
  // The header Idempotency-Key, of ASCII.
  'idempotency_keys.key': 255,
  // The fields of REST, in UTF-8.
  'organizations.external_id': 4 * 255,
  'organizations.slug': 4 * 255,
  'roles.name': 4 * 64,
  // `isMailable`, as UTF-8 and as it is compared.
  'mails.comparison_key(recipient)': 3 * 3 * 254,
  'mails.message_key': 40,
};

const KEYS = `SELECT t.relname || '.' || c.relname AS index,
    array_agg(t.relname || '.' || pg_get_indexdef(i.indexrelid, k.n, true) ORDER BY k.n) AS keys,
    array_agg(format_type(a.atttypid, NULL) ORDER BY k.n) AS types
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid JOIN pg_am m ON m.oid = c.relam
    CROSS JOIN LATERAL generate_series(1, i.indnatts) AS k (n) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.n
  WHERE t.relnamespace = 'public'::regnamespace AND m.amname IN ('btree', 'gin') AND NOT t.relispartition GROUP BY 1 ORDER BY 1`;

const isText = (type: string) => /text|char|json|\[\]/.test(type);
const isOurs = (key: string) =>
  /\.(id|(?!external_)[a-z_]+_id)$|\.COALESCE\([a-z_]+_id, /.test(key) || OF_OURS.has(key);
const OF_OURS = new Set([
  ...['held_departures.state', 'syncs.state', 'mails.state', 'mails.mail', 'sync_references.kind'],
  ...['extension_attributes.resource_type', 'inboxes.token', 'signing_keys.kid'],
  "pending_announcements.(directory_id || ''::text)",
  ...['portal_logos.hash', 'portal_logos.owner', 'portal_logos.theme', 'portal_settings.owner'],
]);
const lengthOf = (key: string, type: string): number | undefined =>
  !isText(type) ? 16 : (LENGTHS[key] ?? (isOurs(key) ? OURS : undefined));

let database: TestDatabase;
let indexes: { index: string; keys: string[]; types: string[] }[];
beforeAll(async () => {
  database = await createDatabase();
  const pool = createPool(database.ownerUrl, { max: 1, name: 'test' });
  ({ rows: indexes } = await pool.query<(typeof indexes)[number]>(KEYS));
  await pool.end();
});
afterAll(() => database.drop());

describe('the row of an index', () => {
  it('has texts of which is known how long they may be', () => {
    expect(indexes.length).toBeGreaterThan(100);
    const unknown = indexes.flatMap(({ keys, types }) =>
      keys.filter((key, n) => lengthOf(key, types[n]!) === undefined),
    );
    expect(unknown).toEqual([]);
    const gone = Object.keys(LENGTHS).filter((key) => !indexes.some(({ keys }) => keys.includes(key)));
    expect(gone).toEqual([]);
  });

  it('fits into the index, however long its values are together', () => {
    const tooLong = indexes.flatMap(({ index, keys, types }) => {
      const bytes = keys.reduce((sum, key, n) => sum + BESIDE + (lengthOf(key, types[n]!) ?? 0), HEADER);
      return bytes > MOST ? [`${index}: ${bytes}`] : [];
    });
    expect(tooLong).toEqual([]);
  });
});
