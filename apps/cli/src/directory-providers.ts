import { type Directory } from '#client';

type Provider = Directory['directory_provider'];
type Type = Directory['directory_type'];

const KNOWN: Record<Provider, readonly string[]> = {
  OKTA: [],
  MICROSOFT_AD: ['entra', 'entra-id', 'azure', 'azure-ad', 'microsoft', 'ad'],
  GOOGLE: ['google-workspace', 'gsuite'],
  ONELOGIN: ['one-login'],
  JUMPCLOUD: ['jump-cloud'],
  PING_IDENTITY: ['ping', 'pingone', 'pingfederate'],
  AUTH0: [],
  GENERIC: ['other', 'scim'],
  BAMBOOHR: ['bamboo'],
  CSV: ['file', 'upload'],
  WORKDAY: [],
  LDAP: [],
  HIBOB: ['bob'],
  RIPPLING: [],
  CYBERARK: [],
  SAILPOINT: [],
  KEYCLOAK: [],
  AUTHENTIK: [],
};

/** The names that people use, in lower case, with what the API calls each. */
const NAMES = new Map<string, Provider>(
  (Object.keys(KNOWN) as Provider[]).flatMap((provider) => [
    [fold(provider), provider] as const,
    ...KNOWN[provider].map((alias) => [fold(alias), provider] as const),
  ]),
);

export const PROVIDER_NAMES: readonly string[] = (Object.keys(KNOWN) as Provider[]).flatMap((provider) => [
  provider.toLowerCase(),
  ...KNOWN[provider],
]);

/** What the API calls an identity provider; undefined for one that it does not know. */
export const providerOf = (name: string): Provider | undefined => NAMES.get(fold(name));

/** Sources that push nothing: Rollcall pulls them. Entra ID pushes, so a Microsoft directory is one of SCIM. */
const PULLED: Partial<Record<Provider, Type>> = {
  GOOGLE: 'POLL',
  BAMBOOHR: 'POLL',
  WORKDAY: 'POLL',
  HIBOB: 'POLL',
  CSV: 'POLL',
  LDAP: 'LDAP',
};

/** How changes come from an identity provider. */
export const typeOf = (provider: Provider): Type => PULLED[provider] ?? 'SCIM';

/** `Entra ID`, `entra-id` and `ENTRA_ID` are the same. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}
