import type { Client } from 'ldapts';
import { readEntry } from './ldap-search.js';
import type { LdapRecord } from './ldap-record.js';

/** groupOfNames and Active Directory; groupOfUniqueNames; posixGroup. */
export const MEMBER_ATTRIBUTES = ['member', 'uniqueMember', 'memberUid'] as const;

/** A part has 1,500 values or more; this many parts are more people than any directory has. */
const MOST_PARTS = 10_000;

/** The members of a group: DNs, and user names where the group is a posixGroup. */
export interface DirectMembers {
  dns: string[];
  uids: string[];
}

/** Reads the parts as well in which Active Directory sends more than 1,500 members. */
export async function directMembers(client: Client, group: LdapRecord): Promise<DirectMembers> {
  const members = await allValues(client, group, 'member');
  // A unique member may carry an identifier behind `#` (RFC 4517 §3.3.21).
  const unique = group.texts('uniqueMember').map((name) => name.replace(/#'[01]*'B$/, ''));
  return { dns: [...members, ...unique], uids: group.texts('memberUid') };
}

async function allValues(client: Client, group: LdapRecord, attribute: string): Promise<string[]> {
  const values = group.texts(attribute);
  let range = group.range(attribute);
  for (let parts = 0; range !== undefined; parts += 1) {
    values.push(...range.values);
    if (range.next === undefined) return values;
    if (parts > MOST_PARTS) throw new Error('a group has members without end');
    const name = `${attribute};range=${range.next}-*`;
    range = (await readEntry(client, group.dn, [name]))?.range(attribute);
    // The rest of a group is missing: half of a group would take the other half's access away.
    if (range === undefined) throw new Error('the server did not send the rest of a large group');
  }
  return values;
}
