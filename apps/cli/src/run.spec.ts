import { describe, expect, it } from 'vitest';
import { COMMANDS } from './commands.js';
import { EXIT } from './exit-status.js';
import { run } from './run.js';

async function cli(...argv: string[]): Promise<{ status: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const status = await run(argv, {
    env: { ROLLCALL_API_KEY: 'k', ROLLCALL_URL: 'http://127.0.0.1:1' },
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
    signal: new AbortController().signal,
    name: 'rollcall',
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
    for (const status of Object.values(EXIT)) expect(all.out).toMatch(new RegExp(`[ \\n]${status} \\w`));
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
    expect(await cli('--json', '--help', 'orgs', 'get')).toEqual(await cli('orgs', 'get', '--help'));
    expect(await cli('help', 'orgs', 'get')).toEqual(await cli('orgs', 'get', '--help'));
  });

  it.each([
    [[], 'Usage: rollcall <command>'],
    [['orgs'], 'Usage: rollcall orgs <command>'],
    [['nonsense', '--help'], 'There is no command "nonsense".\nrollcall --help lists the commands.'],
    [['orgs', 'nonsense'], 'There is no command "orgs nonsense".\nrollcall orgs --help lists the commands.'],
    [['org', 'list'], 'There is no command "org list". Did you mean "orgs list"?'],
    [['user', 'get', 'dir_1', 'x'], 'There is no command "user get". Did you mean "users get"?'],
    [['docter'], 'Did you mean "doctor"?'],
    [['orgs', 'list', '--limti', '3'], 'unknown option --limti. Did you mean "--limit"?'],
    [['endpoints', 'create', 'http://x', '--types', 'user_craeted'], '--types cannot be "user_craeted". Did you mean'],
    [
      ['directories', 'create', '--org', 'org_1', '--provider', 'otka'],
      '--provider cannot be "otka". Did you mean "okta"?',
    ],
    [['completion', 'bsh'], 'SHELL cannot be "bsh". Did you mean "bash"?'],
    [['import', 'polis', '--url', 'x'], 'unknown option --url.'],
    [['orgs', 'get'], 'Error: ID is missing\nrollcall orgs get --help'],
    [['orgs', 'get', 'a', 'b'], 'Error: unexpected argument "b"'],
    [['orgs', 'list', '--limit'], "Option '--limit <value>' argument missing"],
    [['orgs', 'list', '--limit', 'x'], '--limit must be 1 to'],
    [['orgs', 'list', '--limit', '0'], '--limit must be 1 to 100000; got "0"'],
    [['orgs', 'list', '--nonsense'], 'unknown option --nonsense.'],
    [['orgs', 'get', ''], 'ID is missing'],
    [['orgs', 'list', '--url', 'nourl'], 'Error: --url must be an http or https URL; got "nourl"'],
    [['doctor', '--url', 'ftp://x'], '--url must be an http or https URL'],
    [['--url', 'nourl', 'orgs', 'list'], '--url must be an http or https URL'],
    [
      ['--limit', '3', 'orgs', 'list'],
      '--limit stands before the command.\nOptions follow their command: rollcall <command> --limit',
    ],
    [['--url', 'http://x', 'nonsense'], 'There is no command "nonsense".'],
    [['orgs', 'create'], '--name is missing'],
    [['listen'], '--forward is missing'],
    [['listen', '--forward', 'nonsense'], '--forward must be'],
    [['listen', '--forward', 'http://x', '--secret', 'whsec_'], '--secret must be'],
    [['simulate', 'ldap'], 'PROVIDER cannot be "ldap". Use one of okta, entra, onelogin, jumpcloud.'],
    [['simulate', 'okta', '--users', '-1'], "'--users' argument is ambiguous"],
    [['directories', 'delete', 'dir_1', '--users', 'x'], '--users cannot be "x". Use one of deactivate, keep, erase.'],
    [['policy', 'set', 'dir_1'], 'nothing to change is given'],
    [['endpoints', 'update', 'ep_1', '--description', 'x', '--url', 'https://app.example/hook'], '--address URL'],
    [['roles', 'set', '/no/such/file'], '/no/such/file cannot be read as JSON'],
  ])('says what is wrong with %j', async (argv, message) => {
    const { status, out, err } = await cli(...argv);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(message);
    // A mistake is one line and a hint, but for a group of commands alone, which lists them.
    if (argv.length > 1) expect(err.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
  });

  it('says what went wrong before the request that it went wrong with', async () => {
    const { status, err } = await cli('orgs', 'list');
    expect(status).toBe(EXIT.unreachable);
    expect(err).toMatch(
      /^Error: no answer from http:\/\/127\.0\.0\.1:1 \(.*\)\n(.*\n)*Request: GET \/api\/v1\/organizations\n$/,
    );
  });

  it('prints commands that can be pasted as they are', async () => {
    let out = '';
    const write = (text: string) => (out += text);
    const world = { env: {}, out: { write }, err: { write }, signal: new AbortController().signal };
    await run(['--help'], world);
    await run(['events', 'tail', '--help'], world);
    await run(['org', 'list'], world);
    expect(out).toContain('Usage: npx rollcall <command>');
    expect(out).toContain('npx rollcall events tail --from-start');
    expect(out.replaceAll('npx rollcall', '')).not.toMatch(/\brollcall (?!cannot)/);
  });
});
