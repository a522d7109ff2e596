import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EnvironmentFileError, loadEnvironmentFile } from './environment-file.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-env-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const file = (text: string) => writeFileSync(join(directory, '.env'), text);

describe('.env', () => {
  it('fills in what the environment does not say', () => {
    file('# a comment\n\nPORT=4455\r\nexport HOST = "::1"\nMAIL_FROM=\'A <a@b.example>\'\nLONG="one\ntwo"\nEMPTY=\n');
    const env: Record<string, string | undefined> = { PORT: '4000', KEPT: 'x' };
    expect(loadEnvironmentFile(directory, env)).toBe(join(directory, '.env'));
    expect(env).toEqual({
      PORT: '4000',
      KEPT: 'x',
      HOST: '::1',
      MAIL_FROM: 'A <a@b.example>',
      LONG: 'one\ntwo',
      EMPTY: '',
    });
  });

  it('may be missing, and begin with a byte order mark', () => {
    expect(loadEnvironmentFile(directory, {})).toBeUndefined();
    file('\ufeffPORT=4455\n');
    const env: Record<string, string | undefined> = {};
    loadEnvironmentFile(directory, env);
    expect(env).toEqual({ PORT: '4455' });
  });

  it('leaves an empty variable of the environment empty: that is how one switches a line of the file off', () => {
    file('REDIS_URL=redis://r\n');
    const env: Record<string, string | undefined> = { REDIS_URL: '' };
    loadEnvironmentFile(directory, env);
    expect(env['REDIS_URL']).toBe('');
  });

  it.each([
    ['PORT 4455', 1],
    ['PORT=1\n\nhidden', 3],
    ['PORT=1\n=hidden', 2],
    ['PORT=1\n1NAME=hidden', 2],
    ['PORT=1\nROLLCALL_API_KEY="hidden', 2],
  ])('with the broken line %j is refused by its number, and never by its value', (text, line) => {
    file(text);
    const env = {};
    const load = () => loadEnvironmentFile(directory, env);
    expect(load).toThrow(EnvironmentFileError);
    expect(load).toThrow(new RegExp(`\\.env, line ${line}: `));
    expect(load).not.toThrow(/hidden/);
    expect(env).toEqual({});
  });

  it('that cannot be read is an error', () => {
    mkdirSync(join(directory, '.env'));
    expect(() => loadEnvironmentFile(directory, {})).toThrow('.env cannot be read (EISDIR)');
  });
});
