import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DirectoryError } from './directory-error.js';

describe('the words of a refusal', () => {
  it('belong to no protocol: there is no status and no scimType', () => {
    const error = DirectoryError.of('user_name_taken', { userName: 'ada' });
    expect(error).toMatchObject({ code: 'user_name_taken', message: 'userName "ada" is taken in this directory' });
    expect(error).not.toHaveProperty('status');
    expect(error).not.toHaveProperty('scimType');
  });
});

it('no file of the library makes an error of SCIM', () => {
  const here = new URL('.', import.meta.url);
  const sources = readdirSync(here).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
  const making = sources.filter((name) => /\bScimError[.(]/.test(readFileSync(new URL(name, here), 'utf8')));
  expect(sources.length).toBeGreaterThan(30);
  expect(making).toEqual([]);
});
