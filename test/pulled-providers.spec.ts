import { expect, it } from 'vitest';
import { CONNECTORS } from '#connectors';
import { providerOf, typeOf } from '../apps/cli/src/directory-providers.js';

it('pulls what has a connector, but Entra ID, which pushes', () => {
  const pulled = CONNECTORS.map(({ provider }) => provider).filter((provider) => provider !== 'MICROSOFT_AD');
  for (const provider of pulled) expect(typeOf(providerOf(provider)!)).toBe(provider === 'LDAP' ? 'LDAP' : 'POLL');
  for (const name of ['entra', 'okta', 'generic']) expect(typeOf(providerOf(name)!)).toBe('SCIM');
});
