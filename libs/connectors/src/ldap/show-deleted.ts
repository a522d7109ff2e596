import { Control, ResultCodeError } from 'ldapts';
import { ldapError } from './ldap-errors.js';
import { type LdapSession } from './ldap-session.js';

/** LDAP_SERVER_SHOW_DELETED_OID (MS-ADTS §3.1.1.3.4.1.14): the search sees tombstones. */
export class ShowDeletedControl extends Control {
  constructor() {
    super('1.2.840.113556.1.4.417', { critical: true });
  }
}

/** Where Active Directory keeps tombstones. */
export function deletedObjects({ rootDse }: LdapSession): string | undefined {
  const context = rootDse.text('defaultNamingContext');
  return context === undefined ? undefined : `CN=Deleted Objects,${context}`;
}

/** Only administrators, and whom they let, see tombstones. Without them, who was deleted is found by a full listing. */
export async function canSeeDeleted(session: LdapSession): Promise<boolean> {
  const base = deletedObjects(session);
  if (base === undefined) return false;
  try {
    const options = { scope: 'base' as const, filter: '(objectClass=*)', attributes: ['cn'] };
    const { searchEntries } = await session.client.search(base, options, [new ShowDeletedControl()]);
    return searchEntries.length > 0;
  } catch (error) {
    // Servers refuse in many ways: no such object, no access, an unknown control, unwilling.
    if (error instanceof ResultCodeError) return false;
    throw ldapError(error, 'read');
  }
}
