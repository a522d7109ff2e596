/** A source of people, as somebody chooses it. */
export interface Provider {
  /** The name on the tile. */
  label: string;
  directoryType: 'SCIM' | 'POLL' | 'LDAP';
  directoryProvider: string;
  /** The page of `docs/idp` that explains it. */
  guide: string;
  minutes: number;
}

const scim = (label: string, directoryProvider: string, guide: string, minutes = 10): Provider => ({
  label,
  directoryType: 'SCIM',
  directoryProvider,
  guide,
  minutes,
});

const pull = (
  label: string,
  directoryProvider: string,
  guide: string,
  minutes = 10,
  directoryType: 'POLL' | 'LDAP' = 'POLL',
): Provider => ({
  label,
  directoryType,
  directoryProvider,
  guide,
  minutes,
});

export const PROVIDERS: readonly Provider[] = [
  scim('Okta', 'OKTA', 'okta'),
  scim('Microsoft Entra ID', 'MICROSOFT_AD', 'entra-id', 15),
  pull('Google Workspace', 'GOOGLE', 'google-workspace', 15),
  scim('OneLogin', 'ONELOGIN', 'onelogin'),
  scim('JumpCloud', 'JUMPCLOUD', 'jumpcloud'),
  scim('PingOne and PingFederate', 'PING_IDENTITY', 'ping', 15),
  scim('Rippling', 'RIPPLING', 'rippling'),
  scim('CyberArk Identity', 'CYBERARK', 'cyberark'),
  scim('authentik', 'AUTHENTIK', 'authentik'),
  scim('Keycloak', 'KEYCLOAK', 'keycloak', 15),
  scim('SailPoint', 'SAILPOINT', 'sailpoint', 15),
  pull('BambooHR', 'BAMBOOHR', 'bamboohr', 5),
  pull('Workday', 'WORKDAY', 'workday', 20),
  pull('HiBob', 'HIBOB', 'hibob', 5),
  pull('LDAP or Active Directory', 'LDAP', 'active-directory', 15, 'LDAP'),
  pull('CSV upload', 'CSV', 'csv', 5),
  scim('Any SCIM 2.0 client', 'GENERIC', 'generic'),
];

/** A directory of a source that has no tile (AUTH0, or one that is newer than this page) is any SCIM client. */
export function providerOf({
  directory_type,
  directory_provider,
}: {
  directory_type: string;
  directory_provider: string;
}): Provider {
  const same = PROVIDERS.filter((provider) => provider.directoryProvider === directory_provider);
  return (
    same.find((provider) => provider.directoryType === directory_type) ??
    same[0] ??
    PROVIDERS.find((provider) => provider.directoryProvider === 'GENERIC')!
  );
}

export const isPush = ({ directoryType }: Provider): boolean => directoryType === 'SCIM';

/** People come in files that somebody uploads: there is nothing to pull. */
export const isFile = ({ directoryProvider }: Provider): boolean => directoryProvider === 'CSV';

/** The first page of a set-up. */
export const firstStepOf = (provider: Provider): 'credentials' | 'connection' | 'upload' =>
  isPush(provider) ? 'credentials' : isFile(provider) ? 'upload' : 'connection';
