import { randomUUID } from 'node:crypto';

/** Values by attribute, whose names are in lower case here and as written in `names`. */
export interface AdEntry {
  dn: string;
  values: Map<string, (string | Buffer)[]>;
  names: Map<string, string>;
}

export type AdAttributes = Record<string, string | Buffer | (string | Buffer)[]>;

export function adEntry(dn: string, attributes: AdAttributes): AdEntry {
  const entry: AdEntry = { dn, values: new Map(), names: new Map() };
  for (const [name, value] of Object.entries(attributes)) setAttribute(entry, name, value);
  return entry;
}

export function setAttribute(entry: AdEntry, name: string, value: AdAttributes[string]): void {
  const values = Array.isArray(value) ? value : [value];
  entry.names.set(name.toLowerCase(), name);
  if (values.length === 0) entry.values.delete(name.toLowerCase());
  else entry.values.set(name.toLowerCase(), values);
}

/** 16 bytes, as `objectGUID` has them. */
export const newGuid = (): Buffer => Buffer.from(randomUUID().replaceAll('-', ''), 'hex');

export const adUser = (account: string, more: AdAttributes = {}): AdAttributes => ({
  objectClass: ['top', 'person', 'organizationalPerson', 'user'],
  objectCategory: 'person',
  objectGUID: newGuid(),
  cn: account,
  sAMAccountName: account,
  userPrincipalName: `${account}@acme.com`,
  mail: `${account}@acme.com`,
  userAccountControl: '512',
  ...more,
});

export const adComputer = (name: string): AdAttributes => ({
  ...adUser(`${name}$`),
  objectClass: ['top', 'person', 'organizationalPerson', 'user', 'computer'],
  objectCategory: 'computer',
});

export const adGroup = (name: string, member: string[], more: AdAttributes = {}): AdAttributes => ({
  objectClass: ['top', 'group'],
  objectCategory: 'group',
  objectGUID: newGuid(),
  cn: name,
  sAMAccountName: name,
  groupType: '-2147483646',
  ...(member.length > 0 ? { member } : {}),
  ...more,
});
