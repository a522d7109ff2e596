import { FilterParser } from 'ldapts';
import { type Field, type FieldProblem, type Secrets, type Settings } from '../registry/connector-definition.js';
import { textOf } from '../record/record-value.js';

export interface LdapSettings {
  url: URL;
  startTls: boolean;
  ca: string | undefined;
  bindDn: string;
  bindPassword: string;
  userBase: string;
  groupBase: string;
  userFilter: string | undefined;
  groupFilter: string | undefined;
  flavor: 'auto' | 'active_directory' | 'openldap';
  nestedGroups: boolean;
  attributes: Record<string, string>;
}

export const LDAP_SETTINGS: Record<string, Field> = {
  url: {
    kind: 'url',
    required: true,
    schemes: ['ldaps', 'ldap'],
    description: 'The server; `ldap://` needs `start_tls`, unless the network in between is your own',
    example: 'ldaps://dc1.acme.com',
  },
  base_dn: { kind: 'text', required: true, description: 'Where the search begins', example: 'DC=acme,DC=com' },
  user_base_dn: {
    kind: 'text',
    description: 'Where users are, if not everywhere below `base_dn`',
    example: 'OU=Staff,DC=acme,DC=com',
  },
  group_base_dn: {
    kind: 'text',
    description: 'Where groups are, if not everywhere below `base_dn`',
    example: 'OU=Groups,DC=acme,DC=com',
  },
  user_filter: { kind: 'text', description: 'Which entries are users', example: '(&(objectClass=user)(department=*))' },
  group_filter: { kind: 'text', description: 'Which entries are groups', example: '(cn=app-*)' },
  flavor: {
    kind: 'text',
    values: ['auto', 'active_directory', 'openldap'],
    description: 'The kind of server',
    example: 'auto',
  },
  nested_groups: { kind: 'boolean', description: 'Count members of groups within groups', example: false },
  attributes: {
    kind: 'map',
    description: 'The attribute of each canonical field, where it is not the usual one',
    example: { email: 'mail', user_name: 'sAMAccountName' },
  },
  ca: {
    kind: 'text',
    description: 'Certificates (PEM) that the server may be signed by',
    example: '-----BEGIN CERTIFICATE-----…',
  },
  start_tls: { kind: 'boolean', description: 'Encrypt an `ldap://` connection', example: true },
};

export const LDAP_SECRETS: Record<string, Field> = {
  bind_dn: {
    kind: 'text',
    required: true,
    description: 'The account that Rollcall reads with',
    example: 'CN=rollcall,OU=Service,DC=acme,DC=com',
  },
  bind_password: { kind: 'text', required: true, description: 'Its password', example: '…' },
};

/** LDAP attribute descriptions (RFC 4512 §2.5), options included. */
const ATTRIBUTE = /^[A-Za-z][A-Za-z0-9-]{0,100}(;[A-Za-z0-9-]{1,50}){0,3}$/;

export function ldapProblems(settings: Settings): FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const name of ['user_filter', 'group_filter']) {
    const filter = textOf(settings[name]);
    if (filter !== undefined && !isFilter(filter))
      problems.push({
        field: `settings.${name}`,
        description: 'is no LDAP filter (RFC 4515) such as `(objectClass=person)`',
      });
  }
  const attributes = (settings['attributes'] as Record<string, string> | undefined) ?? {};
  for (const [field, attribute] of Object.entries(attributes))
    if (!ATTRIBUTE.test(attribute))
      problems.push({ field: `settings.attributes.${field}`, description: 'must be the name of an LDAP attribute' });
  if (settings['start_tls'] === true && textOf(settings['url'])?.toLowerCase().startsWith('ldaps:'))
    problems.push({
      field: 'settings.start_tls',
      description: 'is for `ldap://`; an `ldaps://` connection is encrypted already',
    });
  return problems;
}

function isFilter(text: string): boolean {
  try {
    FilterParser.parseString(text);
    return true;
  } catch {
    // Whatever the parser says, the text is no filter.
    return false;
  }
}

export function ldapSettings(settings: Settings, secrets: Secrets): LdapSettings {
  const base = textOf(settings['base_dn'])!;
  return {
    url: new URL(textOf(settings['url'])!),
    startTls: settings['start_tls'] === true,
    ca: textOf(settings['ca']),
    bindDn: textOf(secrets['bind_dn'])!,
    // Spaces around a password are a part of it.
    bindPassword: String(secrets['bind_password']),
    userBase: textOf(settings['user_base_dn']) ?? base,
    groupBase: textOf(settings['group_base_dn']) ?? base,
    userFilter: textOf(settings['user_filter']),
    groupFilter: textOf(settings['group_filter']),
    flavor: (textOf(settings['flavor']) ?? 'auto') as LdapSettings['flavor'],
    nestedGroups: settings['nested_groups'] === true,
    attributes: (settings['attributes'] as Record<string, string> | undefined) ?? {},
  };
}
