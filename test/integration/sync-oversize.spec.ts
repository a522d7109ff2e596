import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Connector, type SourceGroup, type SourceUser } from '#connectors';
import { SyncScene } from './sync-scene.js';

let scene: SyncScene;
let people: SourceUser[];
let groups: SourceGroup[];
let gone: string[] | undefined;

beforeAll(async () => {
  scene = await SyncScene.start();
});
afterAll(() => scene.close());
beforeEach(async () => {
  await scene.begin();
  people = Array.from({ length: 20 }, (_, n) => person(`p${n}`));
  groups = [];
  gone = undefined;
  scene.connect = () => source;
  expect(await scene.sync()).toMatchObject({ state: 'succeeded', created: 20 });
});
afterEach(() => scene.end());

const source: Connector = {
  test: () => Promise.reject(new Error('nobody asks for it')),
  async *users() {
    yield await Promise.resolve({ items: people });
  },
  async *groups() {
    yield await Promise.resolve({ items: groups });
  },
  mark: () => Promise.resolve('mark'),
  async *changes() {
    yield await Promise.resolve({ users: [], gone: gone! });
    return 'mark';
  },
};

/** Does not shrink in the database. */
const text = (length: number) =>
  Array.from({ length: Math.ceil(length / 8) }, () => Math.random().toString(36).slice(2, 10).padEnd(8, 'x'))
    .join('')
    .slice(0, length);
const person = (externalId: string, more: object = {}, beside: Partial<SourceUser> = {}): SourceUser => ({
  resource: {
    externalId,
    userName: `${externalId}@acme.com`,
    active: true,
    emails: [{ value: `${externalId}@acme.com`, primary: true }],
    ...more,
  },
  ...beside,
});
const group = (more: Partial<SourceGroup> = {}, resource: object = {}): SourceGroup => ({
  resource: { externalId: 'g', displayName: 'Team', ...resource },
  members: ['p1'],
  ...more,
});
const stored = async (externalId: string): Promise<Record<string, unknown>> =>
  (
    await scene.pool.query<{ resource: Record<string, unknown> }>(
      'SELECT resource FROM users WHERE directory_id = $1 AND external_id = $2',
      [scene.directory, externalId],
    )
  ).rows[0]!.resource;
const long = text(4_000);
const longest = text(1_500);
const large = text(400_000);

const cases: [what: string, code: string, list: () => void, found?: () => Promise<void>][] = [
  ['a long id of somebody new', 'user_id_too_long', () => people.push(person(long, { userName: 'new' }))],
  ['a long user name of somebody new', 'user_name_too_long', () => people.push(person('new', { userName: long }))],
  [
    'a user name that grows as it is compared',
    'user_name_too_long',
    () => people.push(person('new', { userName: '\u0587'.repeat(700) })),
  ],
  ['a large record of somebody new', 'user_refused', () => people.push(person('new', { title: large }))],
  [
    'a long address',
    'email_too_long',
    () => people.push(person('new', { emails: [{ value: long, primary: true }, { value: 'short@acme.com' }] })),
    async () => expect((await stored('new'))['emails']).toEqual([{ value: 'short@acme.com' }]),
  ],
  [
    'a long reference',
    'reference_too_long',
    () => people.push(person('new', {}, { references: [long, 'short'] })),
    async () => expect(await scene.present()).toContain('new'),
  ],
  [
    'a long group that is a value of people',
    'group_name_too_long',
    () => people.push(person('new', {}, { groups: [long, 'short'] })),
    async () => expect(await scene.membersOf('short')).toEqual(['new']),
  ],
  [
    'a long group beside a long id',
    'group_name_too_long',
    () => people.push(person(text(1_400), {}, { groups: [longest] })),
  ],
  ['a long id of a group', 'group_id_too_long', () => groups.push(group({}, { externalId: long }))],
  ['a long name of a new group', 'group_name_too_long', () => groups.push(group({}, { displayName: long }))],
  ['a large record of a new group', 'group_refused', () => groups.push(group({}, { 'urn:acme:Group': { x: large } }))],
  [
    'a long member',
    'member_too_long',
    () => groups.push(group({ members: [long, 'p2'], nested: [long], references: [long] })),
    async () => expect(await scene.membersOf('g')).toEqual(['p2']),
  ],
  [
    'a long member beside a long id of its group',
    'member_too_long',
    () => groups.push(group({ members: [text(1_400), 'p2'] }, { externalId: longest })),
    async () => expect(await scene.membersOf(longest)).toEqual(['p2']),
  ],
  [
    'an example that ends in the middle of a character',
    'user_name_taken',
    () => people.push(...['a', 'b'].map((id) => person(id, { userName: `${'x'.repeat(199)}\u{1F600}` }))),
  ],
  [
    'NUL and half a character, wherever they are',
    'member_unknown',
    () => {
      people.push(
        person('n\0', { userName: 'n\ud800', 'x\0': 'y\0' }, { references: ['r\0'], groups: ['v\0'], manager: 'm\0' }),
      );
      groups.push(group({ members: ['m\0'], nested: ['n\0'], references: ['r\ud800'] }, { displayName: 'd\0' }));
    },
    async () => expect(await scene.present()).toContain('n\uFFFD'),
  ],
];

it.each(cases)('no leaver is kept in by %s', async (_what, code, list, found) => {
  people.shift();
  list();
  const sync = await scene.sync();
  expect(sync).toMatchObject({ state: 'succeeded', deactivated: 1 });
  expect(sync.warnings.map((warning) => warning.code)).toContain(code);
  for (const [what, count] of Object.entries(sync))
    if (typeof count === 'number') expect([what, count < 0]).toEqual([what, false]);
  const present = await scene.present();
  expect(present).not.toContain('p0');
  for (let n = 1; n < 20; n++) expect(present).toContain(`p${n}`);
  await found?.();
  // The same again is no news.
  expect(await scene.sync()).toMatchObject({ state: 'succeeded', deactivated: 0 });
});

it.each([
  ['record', 'record_too_large', { title: large }],
  ['user name', 'user_name_too_long', { userName: long }],
  ['address', 'email_too_long', { emails: [{ value: long, primary: true }] }],
])('somebody leaves whose %s is too large, and is counted once', async (_what, code, more) => {
  const before = await stored('p0');
  people[0] = person('p0', { active: false, ...more });
  const sync = await scene.sync();
  expect(sync).toMatchObject({ state: 'succeeded', deactivated: 1, updated: 0, skipped: 0 });
  expect(sync.warnings.map((warning) => warning.code)).toEqual([code]);
  expect(await stored('p0')).toEqual({ ...before, active: false });
  expect(await scene.present()).not.toContain('p0');
});

it('somebody who stays keeps the name and the address that are stored, and gets what else is new', async () => {
  people[0] = person('p0', { userName: long, emails: [{ value: long }], title: 'Analyst' });
  expect(await scene.sync()).toMatchObject({ state: 'succeeded', deactivated: 0, updated: 1 });
  expect(await stored('p0')).toMatchObject({
    ...{ userName: 'p0@acme.com', title: 'Analyst', active: true },
    emails: [{ value: 'p0@acme.com', primary: true }],
  });
  expect(await scene.sync()).toMatchObject({ state: 'succeeded', updated: 0, unchanged: 20 });
});

it('who is stored under an id that is too long to be listed stays, by full listings and by changes', async () => {
  const id = 'x'.repeat(4_000);
  await scene.pool.query('UPDATE users SET external_id = $2 WHERE directory_id = $1 AND external_id = $3', [
    ...[scene.directory, id, 'p0'],
  ]);
  people[0] = person(id, { userName: 'p0@acme.com' });
  expect(await scene.sync()).toMatchObject({ state: 'succeeded', deactivated: 0, created: 0 });
  expect(await scene.present()).toContain(id);
  await scene.pool.query(`UPDATE connections SET mark = 'mark', full_at = now() WHERE directory_id = $1`, [
    scene.directory,
  ]);
  gone = [long, 'p1', 'g\0'];
  expect(await scene.sync('schedule')).toMatchObject({ state: 'succeeded', deactivated: 1 });
  expect(await scene.present()).toHaveLength(19);
});

it('a group with a name or a record that is too long keeps its own, and its members change', async () => {
  groups.push(group());
  await scene.sync();
  for (const resource of [{ displayName: long }, { 'urn:acme:Group': { x: large } }]) {
    groups[0] = group({ members: ['p2'] }, resource);
    expect(await scene.sync()).toMatchObject({ state: 'succeeded', groups_updated: 0 });
    expect(await scene.membersOf('g')).toEqual(['p2']);
    groups[0] = group();
    await scene.sync();
    expect(await scene.membersOf('g')).toEqual(['p1']);
  }
});
