import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasSlapd } from '../emulators/ldap/slapd.js';
import { AgentScene, ELSEWHERE, GROUPS, PEOPLE } from './agent-scene.js';
import { ManagementClient } from './management-client.js';

const names = (count: number, prefix = 'p') => Array.from({ length: count }, (_, at) => `${prefix}${at}`);

describe.skipIf(!hasSlapd)('the agent', () => {
  let app: ManagementClient;
  let scene: AgentScene;

  beforeAll(async () => {
    app = await ManagementClient.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    scene = await AgentScene.create(app);
  });
  afterEach(() => scene.close());

  async function done(...more: string[]): Promise<string> {
    const { status, text } = await scene.agent(...more);
    expect(status, text).toBe(0);
    return text;
  }

  const idOf = async (userName: string, active = true) =>
    (await scene.users()).find((user) => user['userName'] === userName && user['active'] === active)?.['id'];

  it('pushes people and groups, and then nothing until something changes', async () => {
    await scene.hire('ada', 'bob', 'zoe');
    await scene.group('staff', ['ada', 'bob']);
    expect(await done()).toContain('3 people created, 1 group created, 2 memberships added');
    expect(await scene.target()).toEqual(await scene.source());
    // Everybody was created with their groups: nothing had to be told twice.
    expect((await scene.events()).sort()).toEqual([
      'group_created staff',
      'user_created ada',
      'user_created bob',
      'user_created zoe',
    ]);
    scene.proxy.forget();
    expect(await done()).toContain('Nothing has changed: 3 people as before.');
    expect(scene.proxy.writes).toEqual([]);
  });

  it('pushes what differs: values, names, members, groups', async () => {
    await scene.hire('ada', 'bob', 'zoe');
    await scene.group('staff', ['ada', 'bob']);
    await scene.group('night', ['zoe']);
    await done();
    const id = await idOf('ada');
    await scene.set(`uid=bob,${PEOPLE}`, 'title', ['Engineer']);
    await scene.slapd.edit((client) => client.modifyDN(`uid=ada,${PEOPLE}`, `uid=ada.l,${PEOPLE}`));
    await scene.regroup('staff', ['ada.l', 'zoe']);
    await scene.slapd.edit((client) => client.del(`cn=night,${GROUPS}`));
    scene.proxy.forget();
    await done();
    expect(await scene.target()).toEqual(await scene.source());
    expect(await idOf('ada.l')).toBe(id);
    // Nobody is activated by a change of something else.
    const puts = scene.proxy.writes.filter(({ method }) => method === 'PUT');
    expect(puts).toHaveLength(2);
    for (const { body } of puts) expect(body).not.toHaveProperty('active');
  });

  it('deactivates who left, and brings them back under the same id only when the source lists them again', async () => {
    await scene.hire('ada', 'bob');
    await scene.group('staff', ['ada', 'bob']);
    await done();
    const id = await idOf('ada');
    await scene.move('ada', PEOPLE, ELSEWHERE);
    await scene.regroup('staff', ['bob']);
    scene.proxy.forget();
    expect(await done()).toContain('1 deactivated');
    expect(scene.proxy.writes.filter(({ path }) => path.startsWith('/Users'))).toEqual([
      expect.objectContaining({ method: 'PATCH', path: `/Users/${String(id)}` }),
    ]);
    expect(await idOf('ada', false)).toBe(id);
    expect((await scene.events()).at(-1)).toMatch(/user_deleted ada|user_updated ada/);
    scene.proxy.forget();
    await done();
    expect(scene.proxy.writes).toEqual([]);
    await scene.move('ada', ELSEWHERE, PEOPLE);
    expect(await done()).toContain('1 back again');
    expect(await idOf('ada')).toBe(id);
    expect(await scene.target()).toEqual(await scene.source());
  });

  it('leaves alone who was deactivated at the endpoint, whatever else changes in the source', async () => {
    await scene.hire('ada', 'bob');
    await done();
    const id = String(await idOf('ada'));
    await app.scim(scene.directory, 'PATCH', `Users/${id}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'active', value: false }],
    });
    await scene.set(`uid=ada,${PEOPLE}`, 'title', ['Countess']);
    await done();
    expect((await scene.users()).find((user) => user['id'] === id)).toMatchObject({ active: false, title: 'Countess' });
  });

  it('gives the name of somebody who left to somebody new, who inherits nothing', async () => {
    await scene.hire('ada', 'bob');
    await scene.group('staff', ['ada']);
    await done();
    const id = await idOf('ada');
    await scene.fire('ada');
    await scene.hire('ada');
    await done();
    await done();
    expect(await idOf('ada')).toMatch(/^diruser_/);
    expect(await idOf('ada')).not.toBe(id);
    expect(await scene.target()).toEqual(await scene.source());
  });

  it('finds everybody again when its state is lost', async () => {
    await scene.hire(...names(70));
    await scene.group('staff', names(30));
    await done();
    const before = (await scene.users()).map(({ id }) => id).sort();
    const events = (await scene.events()).length;
    writeFileSync(scene.statePath, '');
    expect((await scene.agent()).status).toBe(2);
    rmSync(scene.statePath);
    scene.proxy.forget();
    expect(await done()).not.toContain('leaves them alone');
    expect((await scene.users()).map(({ id }) => id).sort()).toEqual(before);
    expect(await scene.target()).toEqual(await scene.source());
    expect(await scene.events()).toHaveLength(events);
    // Within the terms that a filter may have.
    const filters = scene.proxy.requests.filter(({ path }) => path.includes('externalId'));
    expect(Math.max(...filters.map(({ path }) => path.split('%20or%20').length))).toBeLessThanOrEqual(30);
  });

  it('without its state leaves alone whom it does not know, unless it is to adopt them', async () => {
    await scene.hire('ada', 'bob', 'zoe');
    await scene.group('staff', ['ada', 'bob', 'zoe']);
    await scene.group('night', ['ada']);
    await done();
    rmSync(scene.statePath);
    await scene.move('zoe', PEOPLE, ELSEWHERE);
    await scene.regroup('staff', ['ada']);
    await scene.slapd.edit((client) => client.del(`cn=night,${GROUPS}`));
    expect(await done()).toContain('The endpoint has 1 person whom the source does not list.');
    expect(await idOf('zoe')).toBeDefined();
    // A right that was taken away meanwhile is gone all the same.
    const staff = (await scene.target()).groups.find(({ displayName }) => displayName === 'staff');
    expect(staff).toEqual((await scene.source()).groups[0]);
    rmSync(scene.statePath);
    expect(await done('--adopt')).not.toContain('leaves them alone');
    expect(await idOf('zoe', false)).toBeDefined();
    expect(await scene.target()).toEqual(await scene.source());
  });

  it('sends members in portions that the endpoint takes', async () => {
    await scene.hire(...names(230));
    await scene.group('staff', names(230));
    await done();
    expect(await scene.target()).toEqual(await scene.source());
    const portions = scene.proxy.writes.filter(({ path }) => path.startsWith('/Groups/'));
    for (const { bytes, body } of portions) {
      expect(bytes).toBeLessThan(256 * 1024);
      for (const { value } of body.Operations) expect(value.length).toBeLessThanOrEqual(200);
    }
    await scene.regroup('staff', names(20));
    await done();
    expect(await scene.target()).toEqual(await scene.source());
  });

  describe('stops for review, and pushes nothing,', () => {
    it('where more than 20 % and more than 10 would leave, until somebody approves those who were shown', async () => {
      await scene.hire(...names(40));
      await done();
      scene.configure({ user_filter: '(&(objectClass=inetOrgPerson)(!(uid=p1*)))' });
      await scene.set(`uid=p2,${PEOPLE}`, 'title', ['Changed']);
      scene.proxy.forget();
      const { status, text } = await scene.agent();
      expect({ status, text }).toMatchObject({ status: 5, text: expect.stringMatching(/review: 11 of 40 people/) });
      expect(scene.proxy.writes).toEqual([]);
      expect(text).not.toContain('p10');
      expect((await scene.agent('--names')).text).toContain('Would leave: p10');
      // Somebody more has left meanwhile, whom nobody has seen.
      scene.configure({ user_filter: '(&(objectClass=inetOrgPerson)(!(uid=p1*))(!(uid=p3)))' });
      await done('--approve');
      expect((await scene.target()).people).toHaveLength(29);
      await done();
      expect((await scene.target()).people).toHaveLength(28);
    });

    it('where the source lists nobody', async () => {
      await scene.hire('ada', 'bob');
      await done();
      scene.configure({ user_filter: '(uid=nobody)' });
      scene.proxy.forget();
      expect(await scene.agent()).toMatchObject({ status: 5, text: expect.stringMatching(/needs review/i) });
      expect(scene.proxy.writes).toEqual([]);
      expect((await scene.target()).people).toHaveLength(2);
    });

    it('where the listing is incomplete', async () => {
      await scene.close();
      scene = await AgentScene.create(app, { unlimited: false });
      await scene.hire('ada', 'bob');
      await done();
      await scene.hire(...names(600));
      scene.proxy.forget();
      expect(await scene.agent()).toMatchObject({
        status: 5,
        text: expect.stringMatching(/review.*Nothing was pushed/s),
      });
      expect(scene.proxy.writes).toEqual([]);
    });
  });

  it('shows in a dry run what it would push, and asks the endpoint for nothing', async () => {
    await scene.hire('ada', 'bob');
    await scene.group('staff', ['ada']);
    const first = await done('--dry-run');
    expect(first).toContain('Would push: 2 people created, 1 group created, 1 membership added.');
    expect(first).not.toContain('ada');
    expect(await done('--dry-run', '--names')).toMatch(/Create ada\n.*Create bob/);
    expect(scene.proxy.requests).toEqual([]);
    expect(existsSync(scene.statePath)).toBe(false);
    await done();
    const state = scene.state();
    await scene.fire('bob');
    expect(await done('--dry-run')).toContain('1 deactivated');
    expect(scene.state()).toBe(state);
    expect((await scene.target()).people).toHaveLength(2);
  });

  it('waits as long as the endpoint asks, and repeats what may not have arrived', async () => {
    await scene.hire(...names(12));
    await scene.group('staff', names(12));
    const faults = new Map<number, { status: number; headers?: Record<string, string> } | 'lose'>([
      [3, { status: 429, headers: { 'retry-after': '1' } }],
      [5, { status: 503, headers: { 'retry-after': '0' } }],
      [8, 'lose'],
      [9, 'lose'],
      [12, { status: 502 }],
    ]);
    scene.proxy.fault = (_request, index) => faults.get(index);
    expect(await done()).toMatch(/The endpoint asks for fewer requests \(429\)\. Trying again in \d s\./);
    expect(await scene.target()).toEqual(await scene.source());
    expect(await scene.users()).toHaveLength(12);
  });

  it('does not wait for an answer that never comes, and repeats nothing that was done', async () => {
    await scene.hire('ada', 'bob');
    let isFirst = true;
    scene.proxy.fault = ({ method }) => (method === 'POST' && isFirst ? ((isFirst = false), 'hang') : undefined);
    expect(await done('--timeout', '1s')).toContain('did not answer within 1 s. Trying again');
    expect(await scene.target()).toEqual(await scene.source());
  });

  it('says what is wrong with the token, the address and the configuration, without a secret', async () => {
    const { secret } = scene.directory;
    scene.directory.secret = 'a-wrong-token';
    expect(await scene.agent()).toMatchObject({ status: 4, text: expect.stringContaining('refuses the token (401)') });
    scene.directory.secret = secret;
    expect(await scene.agent('--endpoint', `${scene.proxy.url}/nothing`)).toMatchObject({ status: 1 });
    scene.configure({ flavour: 'openldap' });
    const { status, text } = await scene.agent();
    expect({ status, text }).toMatchObject({
      status: 2,
      text: expect.stringContaining('settings.flavour is not known'),
    });
    writeFileSync(scene.configPath, '{"secrets": {"bind_password": "reader-password"');
    const broken = await scene.agent();
    expect(broken).toMatchObject({ status: 2, text: expect.stringContaining('is no JSON') });
    for (const said of [text, broken.text]) expect(said).not.toMatch(/reader-password|a-wrong-token/);
  });

  it('warns where others may read its configuration or its token', async () => {
    chmodSync(scene.configPath, 0o644);
    const { text } = await scene.agent('--token', scene.directory.secret);
    expect(text).toContain('chmod 600');
    expect(text).toContain('list of processes');
    expect(text).not.toContain(scene.directory.secret);
  });

  it('refuses a state that is damaged, or of another endpoint', async () => {
    await scene.hire('ada');
    await done();
    const state = scene.state();
    expect(await scene.agent('--endpoint', `${scene.proxy.url}/directory/dir_2/scim/v2`)).toMatchObject({
      status: 2,
      text: expect.stringContaining('belongs to another agent'),
    });
    for (const damaged of [
      state.slice(0, -20),
      state.replace('ada', 'eve').replace(/.\]/, 'x]'),
      '{}',
      'nonsense\n\n',
    ]) {
      writeFileSync(scene.statePath, damaged);
      scene.proxy.forget();
      expect(await scene.agent()).toMatchObject({ status: 2, text: expect.stringContaining('Nothing was pushed') });
      expect(scene.proxy.writes).toEqual([]);
    }
  });

  it('prints lines for programs with --json', async () => {
    await scene.hire('ada');
    const lines = (await done('--json'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string });
    expect(lines.map(({ event }) => event)).toEqual(['run_started', 'listed', 'pushing', 'done']);
    expect(lines.at(-1)).toMatchObject({ created: 1, level: 'info' });
  });
});
