export const DIRECTORY_TYPES = ['SCIM', 'POLL', 'LDAP'] as const;

/** The providers that REST names, and further sources with a SCIM dialect of their own. */
export const DIRECTORY_PROVIDERS = [
  'OKTA',
  'MICROSOFT_AD',
  'GOOGLE',
  'ONELOGIN',
  'JUMPCLOUD',
  'PING_IDENTITY',
  'AUTH0',
  'GENERIC',
  'BAMBOOHR',
  'WORKDAY',
  'LDAP',
  'HIBOB',
  'CSV',
  'RIPPLING',
  'CYBERARK',
  'SAILPOINT',
  'KEYCLOAK',
  'AUTHENTIK',
] as const;
