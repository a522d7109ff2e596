import { describe, expect, it } from 'vitest';
import { CONNECTION_FIELDS } from '../../directory/connection/connection-fields';
import { PROVIDERS } from '../../directory/providers';
import { matching } from './available-providers';

describe('the choice of a provider', () => {
  it('finds one by the beginning of its name', () => {
    expect(matching(PROVIDERS, 'okt', 'all').map(({ label }) => label)).toEqual(['Okta']);
  });

  it('separates who pushes from what is pulled', () => {
    const [push, pull] = [matching(PROVIDERS, '', 'push'), matching(PROVIDERS, '', 'pull')];
    expect(push.length + pull.length).toBe(PROVIDERS.length);
    expect(pull.map(({ label }) => label)).toContain('CSV upload');
  });

  it('has sources with names of their own', () => {
    expect(new Set(PROVIDERS.map(({ label }) => label)).size).toBe(PROVIDERS.length);
  });

  it('has a form for the connection of each source that is pulled, but for files', () => {
    const pulled = PROVIDERS.filter(({ directoryType }) => directoryType !== 'SCIM').map(
      (source) => source.directoryProvider,
    );
    expect(pulled.filter((provider) => !(provider in CONNECTION_FIELDS))).toEqual(['CSV']);
  });
});
