import { describe, expect, it } from 'vitest';
import { COMMANDS } from './commands.js';
import { run } from './run.js';

async function cli(...argv: string[]): Promise<{ status: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const status = await run(argv, {
    env: { ROLLCALL_API_KEY: 'k', ROLLCALL_URL: 'http://127.0.0.1:1' },
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
    signal: new AbortController().signal,
  });
  return { status, out, err };
}

describe('the command line', () => {
  it('explains every command, in lines that fit', async () => {
    for (const { words } of COMMANDS) {
      const { status, out, err } = await cli(...words, '--help');
      expect({ status, err }).toEqual({ status: 0, err: '' });
      expect(out).toMatch(new RegExp(`^Usage: rollcall ${words.join(' ')}`));
      expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(130);
    }
  });

  it('lists all commands, or those of a group, and no more than there are', async () => {
    const all = await cli('--help');
    for (const { words } of COMMANDS) expect(all.out).toContain(`  ${words.join(' ')}`);
    expect(all.status).toBe(0);
    const group = await cli('endpoints', '--help');
    expect(group.out).toContain('endpoints test ID');
    expect(group.out).not.toContain('orgs');
  });

  it('says its version, and helps in both ways', async () => {
    expect(await cli('--version')).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
    expect(await cli('help')).toEqual(await cli('--help'));
    expect(await cli('help', 'orgs')).toEqual(await cli('orgs', '--help'));
    expect(await cli('help', 'orgs', 'get')).toEqual(await cli('orgs', 'get', '--help'));
  });

  it.each([
    [[], 'Usage: rollcall <command>'],
    [['orgs'], 'Usage: rollcall orgs <command>'],
    [['nonsense', '--help'], 'There is no command "nonsense"'],
    [['orgs', 'nonsense'], 'There is no command "orgs nonsense"'],
    [['orgs', 'get'], 'Error: ID is missing\nrollcall orgs get --help'],
    [['orgs', 'get', 'a', 'b'], 'Error: "b" is too much'],
    [['orgs', 'list', '--limit'], "Option '--limit <value>' argument missing"],
    [['orgs', 'list', '--limit', 'x'], '--limit must be 0 to'],
    [['orgs', 'list', '--nonsense'], "Unknown option '--nonsense'"],
    [['orgs', 'list', '--url', 'nonsense'], 'ROLLCALL_URL or --url is not right'],
    [['orgs', 'create'], '--name is missing'],
    [['listen'], '--forward is missing'],
    [['listen', '--forward', 'nonsense'], '--forward must be'],
    [['listen', '--forward', 'http://x', '--secret', 'whsec_'], '--secret must be'],
    [['simulate', 'ldap'], 'There is no provider "ldap"'],
    [['simulate', 'okta', '--users', '-1'], "'--users' argument is ambiguous"],
    [['directories', 'delete', 'dir_1', '--users', 'x'], '--users must be one of'],
  ])('says what is wrong with %j', async (argv, message) => {
    const { status, out, err } = await cli(...argv);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(message);
  });
});
