import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasSlapd } from '../emulators/ldap/slapd.js';
import { AgentProcess, buildCommandLine } from '../support/agent-process.js';
import { AgentScene, ELSEWHERE, PEOPLE } from './agent-scene.js';
import { ManagementClient } from './management-client.js';

const names = (count: number, prefix = 'p') => Array.from({ length: count }, (_, at) => `${prefix}${at}`);

describe.skipIf(!hasSlapd)('an agent that is killed', () => {
  let app: ManagementClient;
  let scene: AgentScene;
  let cli: Awaited<ReturnType<typeof buildCommandLine>>;

  beforeAll(async () => {
    [app, cli] = await Promise.all([ManagementClient.start(), buildCommandLine()]);
  });
  afterAll(async () => {
    cli.remove();
    await app.stop();
  });
  beforeEach(async () => {
    scene = await AgentScene.create(app);
  });
  afterEach(() => scene.close());

  const start = (...more: string[]) =>
    new AgentProcess(cli.program, [...scene.arguments, ...more], scene.directory.secret, scene.folder);

  /** Kills an agent with its write of this number: before the endpoint has it, or when nobody hears the answer any more. */
  async function killedAt(write: number, isDone: boolean): Promise<void> {
    const agent = start();
    let count = 0;
    scene.proxy.fault = ({ method }) => {
      if (method === 'GET') return undefined;
      count += 1;
      if (count < write) return undefined;
      agent.kill();
      return isDone && count === write ? 'lose' : 'hang';
    };
    expect(await agent.end(), agent.output).toBe('SIGKILL');
    scene.proxy.forget();
  }

  async function expectEqual(): Promise<void> {
    const { status, text } = await scene.agent();
    expect(status, text).toBe(0);
    expect(await scene.target()).toEqual(await scene.source());
    const users = await scene.users();
    for (const key of ['externalId', 'id']) expect(new Set(users.map((user) => user[key])).size).toBe(users.length);
    scene.proxy.forget();
    await scene.agent();
    expect(scene.proxy.writes).toEqual([]);
  }

  it('in its first run loses and doubles nobody, also where the source changes its mind meanwhile', async () => {
    await scene.hire(...names(40));
    await scene.group('staff', names(30));
    await scene.group('night', names(10));
    await killedAt(1, true);
    await killedAt(2, false);
    await scene.set(`uid=p39,${PEOPLE}`, 'title', ['Changed']);
    await killedAt(9, true);
    // Whoever may have been created, and is renamed or gone before the next run.
    await scene.slapd.edit((client) => client.modifyDN(`uid=p0,${PEOPLE}`, `uid=renamed,${PEOPLE}`));
    for (const uid of names(12).slice(1)) await scene.move(uid, PEOPLE, ELSEWHERE);
    await scene.regroup('staff', names(30).slice(15));
    await killedAt(5, true);
    await expectEqual();
  }, 180_000);

  it('in the middle of changes lets nobody keep what was taken away', async () => {
    await scene.hire(...names(60));
    await scene.group('staff', names(20));
    await scene.agent();
    // The endpoint has the new title, the new members and the return, and the agent does not know it.
    for (const uid of names(8)) await scene.set(`uid=${uid},${PEOPLE}`, 'title', ['Boss']);
    await scene.regroup('staff', names(60));
    await killedAt(1, true);
    await killedAt(6, true);
    for (const uid of names(8)) await scene.set(`uid=${uid},${PEOPLE}`, 'title', []);
    await scene.regroup('staff', names(5));
    for (const uid of ['p50', 'p51', 'p52']) await scene.move(uid, PEOPLE, ELSEWHERE);
    await killedAt(2, true);
    for (const uid of ['p50', 'p51']) await scene.move(uid, ELSEWHERE, PEOPLE);
    await expectEqual();
  }, 180_000);

  it('leaves behind a lock that the next one takes over, and a state that is whole', async () => {
    await scene.hire(...names(30));
    await killedAt(10, true);
    expect(readFileSync(`${scene.statePath}.lock`, 'utf8')).toContain('"pid"');
    await expectEqual();
  }, 180_000);

  it('does not run twice on one state', async () => {
    await scene.hire('ada');
    scene.proxy.fault = ({ method }) => (method === 'GET' ? undefined : 'hang');
    const first = start();
    await first.says('Pushing');
    expect(await scene.agent()).toMatchObject({ status: 1, text: expect.stringContaining('Another agent works') });
    first.terminate();
    await first.end();
    scene.proxy.forget();
    await expectEqual();
  }, 180_000);

  it('goes on with --every after runs that failed, and ends with SIGTERM', async () => {
    await scene.hire('ada');
    const agent = start('--every', '1s');
    await agent.says('Nothing has changed');
    const config = readFileSync(scene.configPath);
    writeFileSync(scene.configPath, '{');
    await agent.says('is no JSON');
    rmSync(scene.configPath);
    await agent.says('cannot be read');
    await scene.hire('bob');
    writeFileSync(scene.configPath, config);
    await agent.says(/Done in[^]*Done in/);
    agent.terminate();
    expect(await agent.end(), agent.output).toBe(0);
    expect(agent.output).toContain('Stopped.');
    expect(await scene.target()).toEqual(await scene.source());
  });
});
