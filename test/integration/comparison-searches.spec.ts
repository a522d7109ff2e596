import { type Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SyncWork } from '#connectors';
import { newId } from '#directory';
import { AllDirectories, createPool, MailStore, PostgresSyncStore, SyncHistory } from '#persistence';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { seedDirectory, type SeededDirectory } from '../support/seed.js';

const DECOMPOSED = 'Zoe\u0308';
const COMPOSED = 'zo\u00EB';

let database: TestDatabase;
let pool: Pool;
let directory: SeededDirectory;

beforeAll(async () => {
  database = await createDatabase();
  pool = createPool(database.ownerUrl, { max: 2, name: 'test' });
  directory = await seedDirectory(pool);
  await pool.query(
    `INSERT INTO syncs (id, directory_id, trigger, scope, staging_id, phase, state) VALUES ('sync_1', $1, 'manual', 'partial', 'sync_1', 'comparing', 'running')`,
    [directory.directoryId],
  );
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

it('a member that a source names by an address with ß is found', async () => {
  await pool.query(
    `INSERT INTO users (id, directory_id, user_name, user_name_key, external_id, email_keys, active, announced, resource, profile, version)
      VALUES ($1, $2, 'gross', 'gross', 'ext-1', ARRAY[comparison_key('Groß@x.example')], true, true, '{}', '{}', 1)`,
    [newId('diruser'), directory.directoryId],
  );
  await pool.query(
    `INSERT INTO sync_groups (sync_id, external_id, resource, whole) VALUES ('sync_1', 'g', '{"displayName": "G"}', true)`,
  );
  await pool.query(
    `INSERT INTO sync_members (sync_id, group_id, member, nested) VALUES ('sync_1', 'g', 'GROß@x.example', false), ('sync_1', 'g', 'nobody', false)`,
  );
  const work = { id: 'sync_1', stagingId: 'sync_1', directoryId: directory.directoryId, scope: 'partial' } as SyncWork;
  expect(await new PostgresSyncStore(pool).unknownMembers(work)).toEqual({ count: 1, examples: ['nobody'] });
});

it('changes of a sync are found by a part of a name, however its letters are composed', async () => {
  await pool.query(
    `INSERT INTO sync_changes (id, sync_id, kind, user_name, email, name, changed) VALUES ($1, 'sync_1', 'created', 'z', 'z@x.example', $2, '[]')`,
    [newId('chg' as never), `${DECOMPOSED} Adams`],
  );
  const on = await pool.connect();
  const { total } = await new SyncHistory(pool).changes('sync_1', { query: `${COMPOSED} A` }, { size: 10 }, on);
  on.release();
  expect(total).toBe(1);
});

it("directories are found by a part of their name or their organization's", async () => {
  await pool.query('UPDATE directories SET name = $1', [`The ${DECOMPOSED} directory`]);
  const directories = new AllDirectories(pool);
  expect((await directories.page({ query: COMPOSED }, { size: 10 })).total).toBe(1);
  await pool.query(`UPDATE directories SET name = ''; UPDATE organizations SET display_name = 'STRASSE'`);
  expect((await directories.page({ query: 'straße' }, { size: 10 })).total).toBe(1);
});

it('mails are found by their recipient', async () => {
  await pool.query(
    `INSERT INTO mails (id, organization_id, mail, message_key, recipient, subject, text_part, html_part, state)
      VALUES ($1, $2, 'test', 'key', 'Groß@x.example', '', '', '', 'sent')`,
    [newId('mail'), directory.organizationId],
  );
  const { total } = await new MailStore(pool).page(directory.organizationId, { to: 'GROSS@x.example' }, { size: 10 });
  expect(total).toBe(1);
});
