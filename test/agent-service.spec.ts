import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SOURCES } from '../apps/agent/src/source-names.js';
import { AGENT } from '../apps/cli/src/commands/agent.js';

const GUIDE = readFileSync('docs/agent.md', 'utf8');
const ANALYZER = '/usr/bin/systemd-analyze';

/** The unit file that the guide shows under this name. */
function unitOf(name: string): string {
  const from = GUIDE.indexOf('```ini', GUIDE.indexOf(`/etc/systemd/system/${name}`));
  const begin = GUIDE.indexOf('\n', from) + 1;
  return GUIDE.slice(begin, GUIDE.indexOf('```', begin));
}

/** Settings by section; a backslash at the end of a line goes on in the next one. */
function settingsOf(unit: string): Record<string, Record<string, string[]>> {
  const sections: Record<string, Record<string, string[]>> = {};
  let section = '';
  for (const line of unit.replaceAll('\\\n', ' ').split('\n')) {
    if (line.startsWith('[')) sections[(section = line.slice(1, -1))] = {};
    else if (line.includes('=')) {
      const [name, value] = [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)];
      (sections[section]![name] ??= []).push(value);
    }
  }
  return sections;
}

const SERVICE = unitOf('rollcall-agent.service');
const TIMER = unitOf('rollcall-agent.timer');

describe('the service of the guide', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-unit-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.skipIf(!existsSync(ANALYZER))('is what systemd understands', () => {
    // Node.js may be elsewhere on this machine, and so may what it runs.
    writeFileSync(join(folder, 'rollcall-agent.service'), SERVICE.replace('/usr/bin/node', process.execPath));
    writeFileSync(join(folder, 'rollcall-agent.timer'), TIMER);
    const files = ['rollcall-agent.service', 'rollcall-agent.timer'].map((name) => join(folder, name));
    const { stdout, stderr } = spawnSync(ANALYZER, ['verify', '--man=no', ...files], { encoding: 'utf8' });
    expect(`${stdout}${stderr}`.split('\n').filter((line) => line.includes('rollcall-agent'))).toEqual([]);
  });

  it('starts the agent with options that it has, from files that it may read, on a state that it may write', () => {
    const { Service } = settingsOf(SERVICE);
    const words = Service!['ExecStart']![0]!.split(/ +/);
    expect(words.slice(0, 3)).toEqual(['/usr/bin/node', '/opt/rollcall/dist/apps/cli/src/main.js', 'agent']);
    const options = new Map(words.slice(3).flatMap((word, at, all) => (at % 2 === 0 ? [[word, all[at + 1]!]] : [])));
    for (const option of options.keys()) expect(AGENT.options).toHaveProperty(option.replace(/^--/, ''));
    expect(Object.keys(SOURCES)).toContain(options.get('--source'));
    const credentials = Service!['LoadCredential']!.map((one) => one.split(':')[0]);
    expect(options.get('--config')).toBe(`\${CREDENTIALS_DIRECTORY}/${credentials[0]}`);
    expect(options.get('--token-file')).toBe(`\${CREDENTIALS_DIRECTORY}/${credentials[1]}`);
    expect(options.get('--state')).toMatch(/^\$\{STATE_DIRECTORY\}\//);
  });

  it('runs under a user of its own that may do little', () => {
    const { Service } = settingsOf(SERVICE);
    expect(Service).toMatchObject({
      DynamicUser: ['yes'],
      StateDirectory: ['rollcall-agent'],
      StateDirectoryMode: ['0700'],
      NoNewPrivileges: ['yes'],
      ProtectSystem: ['strict'],
      ProtectHome: ['yes'],
      PrivateTmp: ['yes'],
      PrivateDevices: ['yes'],
      CapabilityBoundingSet: [''],
      UMask: ['0077'],
      Restart: ['on-failure'],
    });
    // Node.js compiles while it runs.
    expect(Service).not.toHaveProperty('MemoryDenyWriteExecute');
  });
});
