/** The names of `--source`, and which `directory_provider` each is. */
export const SOURCES: Readonly<Record<string, string>> = {
  ldap: 'LDAP',
  'active-directory': 'MICROSOFT_AD',
  google: 'GOOGLE',
  bamboohr: 'BAMBOOHR',
  workday: 'WORKDAY',
  hibob: 'HIBOB',
  csv: 'CSV',
};
