import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from './commands.js';
import { completionScript } from './completion-script.js';
import { optionsOf } from './help.js';

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

/** What bash offers for the last of these words. */
function bash(...words: string[]): string[] {
  const script = `${completionScript('bash', COMMANDS)}
COMP_WORDS=(rollcall ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}
_rollcall; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n').filter(Boolean);
}

describe('completion', () => {
  it('offers commands, options and values', () => {
    expect(bash('or')).toEqual(['orgs']);
    expect(bash('')).toEqual(expect.arrayContaining(['orgs', 'users', 'doctor', 'completion']));
    expect(bash('users', '')).toEqual(['list', 'get', '--help']);
    expect(bash('users', 'list', '--em')).toEqual(['--email']);
    expect(bash('users', 'list', 'dir_1', '--act')).toEqual(['--active']);
    expect(bash('users', 'list', 'dir_1', '--limit', '3', '--act')).toEqual(['--active']);
    expect(bash('directories', 'create', '--provider', 'ent')).toEqual(['entra', 'entra-id']);
    expect(bash('simulate', 'ok')).toEqual(['okta']);
    expect(bash('simulate', 'okta', '--us')).toEqual(['--users']);
    expect(bash('completion', 'f')).toEqual(['fish']);
    expect(bash('help', 'or')).toEqual(['orgs']);
  });

  it('goes on behind arguments, flags, and the values of options', () => {
    expect(bash('replay', 'ep_1', '--si')).toEqual(['--since']);
    expect(bash('resync', 'dir_1', 'ep_1', '--w')).toEqual(['--wait']);
    expect(bash('users', 'list', 'dir_1', '--active', '--em')).toEqual(['--email']);
    expect(bash('directories', 'delete', 'dir_1', '--yes', '--us')).toEqual(['--users']);
    expect(bash('replay', '--wait', '--ti')).toEqual(['--timeout']);
    expect(bash('replay', '--since', '24h', 'ep_1', '--ti')).toEqual(['--timeout']);
    expect(bash('--url', 'http://x', 'orgs', 'li')).toEqual(['list']);
    expect(bash('directories', 'create', '--name', 'a b', '--provider', 'okt')).toEqual(['okta']);
    // As bash splits http://x:1 and --provider=okt.
    expect(bash('--url', 'http', ':', '//x', ':', '1', 'orgs', 'li')).toEqual(['list']);
    expect(bash('replay', 'ep_1', '--since', '2026-01-31T12', ':', '00', ':', '00Z', '--ti')).toEqual(['--timeout']);
    expect(bash('directories', 'create', '--provider', '=', 'okt')).toEqual(['okta']);
    expect(bash('simulate', 'okta', 'ent')).toEqual([]);
  });

  it('leaves values that nobody knows to the file names of the shell', () => {
    expect(bash('agent', '--config', '')).toEqual([]);
  });

  it('offers values, and each item of a list', () => {
    expect(bash('deliveries', 'list', 'ep_1', '--state', 'ret')).toEqual(['retrying']);
    expect(bash('deliveries', 'list', 'ep_1', '--type', 'user_c')).toEqual(['user_created']);
    expect(bash('replay', 'ep_1', '--states', 'del')).toEqual(['delivered']);
    expect(bash('replay', 'ep_1', '--states', 'delivered,can')).toEqual(['delivered,canceled']);
    expect(bash('endpoints', 'create', 'https://x', '--types', 'user_created,user_deleted,group_c')).toEqual([
      'user_created,user_deleted,group_created',
    ]);
    expect(bash('policy', 'set', 'dir_1', '--hold', 'on,')).toEqual([]);
  });

  it('can tell options with a value from flags by their names alone', () => {
    const kinds = new Map<string, boolean>();
    for (const command of COMMANDS)
      for (const [name, { value }] of Object.entries(optionsOf(command))) {
        expect(kinds.get(name) ?? value !== undefined, name).toBe(value !== undefined);
        kinds.set(name, value !== undefined);
      }
  });

  it.each(['bash', 'zsh', 'fish'] as const)('for %s is a script that the shell understands', (shell) => {
    const script = completionScript(shell, COMMANDS);
    for (const { words } of COMMANDS) expect(script).toContain(words.at(-1));
    if (has(shell)) execFileSync(shell, ['-n'], { input: script });
  });
});
