import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { runSql, until } from '../support/index.js';
import { ManagementClient } from './management-client.js';
import { PulledDirectory } from './pulled-directory.js';

/** An index holds more of what repeats itself. */
const random = (length: number): string => randomBytes(length).toString('base64url').slice(0, length);

const PEOPLE = `Id,E-Mail,Given Name,family_name,Department,active
1,ada@acme.com,Ada,Lovelace,Engineering,yes
2,bob@acme.com,Bob,Noyce,Sales,yes
3,eve@acme.com,Eve,"Hopper, ""Amazing""",Sales,no
`;

describe('a directory that is filled by files', () => {
  let client: ManagementClient;
  let worker: RunningWorker;
  let directory: PulledDirectory;

  beforeAll(async () => {
    client = await ManagementClient.start();
    worker = await client.startWorker();
  });

  afterAll(async () => {
    await worker.close();
    await client.stop();
  });

  beforeEach(async () => {
    directory = await PulledDirectory.create(client, 'CSV');
  });

  const applied = async (csv: string, query = '') => {
    const reply = await directory.upload(csv, `?apply=true${query}`);
    expect([reply.status, reply.text]).toEqual([202, expect.any(String)]);
    return await directory.over(reply.body.sync.id as string);
  };

  const uploaded = (users: string, groups: string, query = '') => {
    const form = new FormData();
    form.append('users', new Blob([users]), 'users.csv');
    form.append('groups', new Blob([groups]), 'groups.csv');
    return client.send(`/api/v1/${directory.path}/uploads?apply=true${query}`, form);
  };

  it('checks a file first, and applies what was checked', async () => {
    const { status, body } = await directory.upload(PEOPLE);
    expect([status, body.sync]).toEqual([202, expect.objectContaining({ trigger: 'upload', dry_run: true })]);
    const checked = await directory.over(body.sync.id as string);
    expect(checked).toMatchObject({ state: 'succeeded', created: 3, dry_run: true });
    expect((await directory.users()).size).toBe(0);
    const { changes } = (await directory.get(`syncs/${checked.id}/changes`)).body;
    expect(changes.map(({ user }: { user: { email: string } }) => user.email)).toContain('ada@acme.com');

    const apply = await directory.post(`syncs/${checked.id}:apply`);
    expect([apply.status, apply.body.sync]).toEqual([202, expect.objectContaining({ dry_run: false })]);
    expect(await directory.over(apply.body.sync.id as string)).toMatchObject({ state: 'succeeded', created: 3 });
    const users = await directory.users();
    expect(users.get('ada@acme.com')).toMatchObject({ external_id: '1', active: true, given_name: 'Ada' });
    expect(users.get('eve@acme.com')).toMatchObject({ active: false, family_name: 'Hopper, "Amazing"' });
    expect((await directory.post(`syncs/${checked.id}:apply`)).status).toBe(409);
  });

  it('refuses to apply what was checked before the directory changed', async () => {
    const stale = await directory.over((await directory.upload(PEOPLE)).body.sync.id as string);
    await applied('id,email\n9,joe@acme.com\n');
    expect((await directory.post(`syncs/${stale.id}:apply`)).status).toBe(409);
  });

  it('keeps who is not in the file, unless told that they leave', async () => {
    await applied(PEOPLE);
    expect(await applied('id,email\n1,ada@acme.com\n')).toMatchObject({ state: 'succeeded', deactivated: 0 });
    expect((await directory.users()).get('bob@acme.com').active).toBe(true);
    const review = await applied('id,email\n9,joe@acme.com\n', '&missing=leave');
    expect(review).toMatchObject({ state: 'needs_review' });
    await applied('id,email\n1,ada@acme.com\n4,new@acme.com\n', '&missing=leave');
  });

  it('brings nobody back by a file without the column of the state, but whom a file left out and lists again', async () => {
    const states = async () => [...(await directory.users()).values()].map((user) => [user.external_id, user.active]);
    await applied(PEOPLE);
    const titled = await applied(
      'id,email,title\n1,ada@acme.com,T\n2,bob@acme.com,T\n3,eve@acme.com,T\n4,new@acme.com,T\n',
    );
    expect(titled).toMatchObject({ created: 1, updated: 3, reactivated: 0, deactivated: 0 });
    expect(await states()).toEqual(
      expect.arrayContaining([
        ['3', false],
        ['4', true],
      ]),
    );

    const without = await applied('id,email\n1,ada@acme.com\n3,eve@acme.com\n4,new@acme.com\n', '&missing=leave');
    expect(without).toMatchObject({ state: 'succeeded', deactivated: 1, reactivated: 0 });
    const again = await applied('id,email\n1,ada@acme.com\n2,bob@acme.com\n3,eve@acme.com\n4,new@acme.com\n');
    expect(again).toMatchObject({ created: 0, reactivated: 1 });
    expect(await states()).toEqual(
      expect.arrayContaining([
        ['2', true],
        ['3', false],
      ]),
    );
  });

  it('takes groups beside users, by id or address, and other delimiters', async () => {
    const form = new FormData();
    form.append(
      'users',
      new Blob([`\uFEFF${PEOPLE.replaceAll(',', ';').replace('Hopper; ', 'Hopper, ')}`]),
      'users.csv',
    );
    form.append(
      'groups',
      new Blob(['group;member\nSales;2\nSales;EVE@acme.com\nSales;nobody\nEmpty;\n']),
      'groups.csv',
    );
    const reply = await client.send(`/api/v1/${directory.path}/uploads?apply=true`, form);
    expect([reply.status, reply.text]).toEqual([202, expect.any(String)]);
    const sync = await directory.over(reply.body.sync.id as string);
    expect(sync).toMatchObject({ state: 'succeeded', created: 3, groups_created: 2, memberships_added: 2 });
    expect(sync.warnings).toMatchObject([{ code: 'member_unknown', count: 1, examples: ['nobody'] }]);
    expect((await directory.users()).get('bob@acme.com').groups).toMatchObject([{ display_name: 'Sales' }]);
  });

  it.each([
    ['neither id nor email', 'name,title\nAda,x\n', 'line 1'],
    ['a row without an id', 'id,email\n1,a@acme.com\n,b@acme.com\n', 'line 3, column 1'],
    ['too few cells', 'id,email\n1\n', 'line 2'],
    ['a person twice', 'id,email\n1,a@acme.com\n1,b@acme.com\n', 'line 3'],
    ['a flag that is none', 'id,active\n1,perhaps\n', 'line 2, column 2'],
    ['a quotation mark that is never closed', 'id,email\n1,"a@acme.com\n', 'line 2'],
    ['an empty file', '', 'empty'],
    ['an id that is too long', `id,email\n${random(4_000)},a@acme.com\n`, 'line 2, column 1'],
    ['an address that is too long', `email\n${random(4_000)}@acme.com\n`, 'line 2, column 1'],
    ['a user name that is too long', `id,email,user_name\n1,a@acme.com,${random(4_000)}\n`, 'line 2, column 3'],
    ['a NUL in a header', 'email,fo\0o\na@acme.com,1\n', 'line 1, column 2'],
    ['a NUL in a cell', 'email,title\na@acme.com,a\0b\n', 'line 2, column 2'],
  ])('refuses %s, with its place', async (_what, csv, place) => {
    const { status, text } = await directory.upload(csv, '?apply=true');
    expect([status, text]).toEqual([400, expect.stringContaining(place)]);
    expect((await directory.get('syncs')).body.total_size).toBe(0);
  });

  it.each([
    ['a group that is too long', `${random(4_000)},1`, 'line 2, column 1'],
    ['a member that is too long', `A,${random(4_000)}`, 'line 2, column 2'],
    ['a group and a member that are too long together', `${random(1_450)},${random(1_450)}`, 'line 2, column 2'],
    ['a NUL in a group', 'A\0,1', 'line 2, column 1'],
  ])('refuses %s, with its place', async (_what, row, place) => {
    const { status, text } = await uploaded('id,email\n1,a@acme.com\n', `group,member\n${row}\n`);
    expect([status, text]).toEqual([400, expect.stringContaining(place)]);
    expect((await directory.get('syncs')).body.total_size).toBe(0);
  });

  it('knows people without an id, and groups, by their names in any spelling', async () => {
    const [composed, decomposed] = ['jos\u00E9@acme.com', 'jose\u0301@acme.com'];
    const first = await uploaded(`email\n${composed}\n`, `group,member\n\u00C9quipe,${composed}\nSales,${composed}\n`);
    await directory.over(first.body.sync.id as string);
    const before = [...(await directory.users()).values()];
    const [ids] = [before[0].groups.map(({ id }: { id: string }) => id).sort()];
    expect(ids).toHaveLength(2);

    const groups = `group,member\nE\u0301quipe,${decomposed}\nsales,${decomposed}\nSALES,${composed}\n`;
    const second = await uploaded(`email\n${decomposed}\n`, groups, '&missing=leave');
    const sync = await directory.over(second.body.sync.id as string);
    expect(sync).toMatchObject({
      state: 'succeeded',
      created: 0,
      deactivated: 0,
      groups_created: 0,
      groups_deleted: 0,
    });
    const [after, ...others] = [...(await directory.users()).values()];
    expect(others).toEqual([]);
    expect(after).toMatchObject({ id: before[0].id, active: true, external_id: composed });
    expect(after.groups.map(({ id }: { id: string }) => id).sort()).toEqual(ids);
  });

  it('keeps the id by which an earlier version stored somebody without an id', async () => {
    const address = 'Jörg.Groß@acme.com';
    const former = address.toLowerCase();
    await applied(`email,active\nada@acme.com,yes\n${address},no\n`, '&missing=leave');
    const { url } = client.database;
    const [stored] = await runSql<{ id: string }>(
      url,
      `UPDATE users SET external_id = $2, resource = resource || jsonb_build_object('externalId', $2::text)
        WHERE directory_id = $1 AND external_id = 'jörg.gross@acme.com' RETURNING id`,
      [directory.id, former],
    );
    const state = () =>
      runSql(url, 'SELECT id, external_id, active FROM users WHERE directory_id = $1 AND user_name = $2', [
        directory.id,
        address,
      ]);
    // Neither an empty cell nor another spelling brings somebody back, and nobody is there twice.
    for (const cell of ['', 'no']) {
      await applied(`email,active\nada@acme.com,yes\n${address},${cell}\n`, '&missing=leave');
      expect(await state()).toEqual([{ id: stored!.id, external_id: former, active: false }]);
    }
    await applied(`email,active\nada@acme.com,yes\n${address},yes\n`);
    expect(await state()).toEqual([{ id: stored!.id, external_id: former, active: true }]);
    await applied(`email,active\nada@acme.com,yes\n${address},no\n`);
    expect(await state()).toEqual([{ id: stored!.id, external_id: former, active: false }]);
  });

  it('refuses what is no UTF-8, another type, and directories of another kind', async () => {
    const latin = Buffer.from('id,name\n1,Zoë\n', 'latin1');
    expect((await directory.upload(latin)).text).toContain('UTF-8');
    expect((await directory.upload('{}', '', { 'content-type': 'application/json' })).status).toBe(415);
    expect((await directory.post(':sync')).status).toBe(409);
    const google = await PulledDirectory.create(client, 'GOOGLE');
    expect((await google.upload(PEOPLE)).status).toBe(409);
  });

  it('reads columns by the names that the connection gives them', async () => {
    await directory.connect({ columns: { id: 'Personalnummer', email: 'Dienstmail' } });
    const sync = await applied('Personalnummer;Dienstmail;Lieblingsfarbe\n7;ada@acme.com;blau\n');
    expect(sync.warnings).toMatchObject([{ code: 'unknown_column', examples: ['Lieblingsfarbe'] }]);
    await until(async () => expect((await directory.users()).get('ada@acme.com').external_id).toBe('7'));
  });
});
