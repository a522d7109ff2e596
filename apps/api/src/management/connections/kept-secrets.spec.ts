import { describe, expect, it } from 'vitest';
import { keptElsewhere } from './kept-secrets.js';

const before = {
  settings: { url: 'ldaps://ldap.acme.com', base_dn: 'dc=acme' },
  secrets: { bind_dn: 'cn=a', bind_password: 'b' },
};

describe('secrets that are left out', () => {
  it.each([
    ['nothing was stored', undefined, { url: 'ldaps://elsewhere.example' }, {}],
    ['the server is the same', before, { url: 'ldaps://LDAP.acme.com/', base_dn: 'dc=other' }, {}],
    ['no address is named any more', before, { base_dn: 'dc=acme' }, {}],
    ['they are given again', before, { url: 'ldaps://elsewhere.example' }, { bind_dn: 'cn=a', bind_password: 'b' }],
    ['they are removed', before, { url: 'ldaps://elsewhere.example' }, { bind_dn: null, bind_password: null }],
  ])('are no problem where %s', (_what, stored, settings, given) => {
    expect(keptElsewhere(stored, settings, given)).toEqual([]);
  });

  it.each(['ldaps://elsewhere.example', 'ldap://ldap.acme.com', 'ldaps://ldap.acme.com:1636'])(
    'are asked for where the server becomes %s',
    (url) => {
      const problems = keptElsewhere(before, { ...before.settings, url }, { bind_dn: 'cn=a' });
      expect(problems).toEqual([
        { field: 'secrets.bind_password', description: `send it again: ${url} was not given it before` },
      ]);
    },
  );

  it('are asked for where an address comes in beside the one that was there', () => {
    const settings = { ...before.settings, token_url: 'https://elsewhere.example/token' };
    expect(keptElsewhere(before, settings, {})).toHaveLength(2);
  });
});
