import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from './commands.js';
import { completionScript } from './completion-script.js';

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
  });

  it.each(['bash', 'zsh', 'fish'] as const)('for %s is a script that the shell understands', (shell) => {
    const script = completionScript(shell, COMMANDS);
    for (const { words } of COMMANDS) expect(script).toContain(words.at(-1));
    if (has(shell)) execFileSync(shell, ['-n'], { input: script });
  });
});
