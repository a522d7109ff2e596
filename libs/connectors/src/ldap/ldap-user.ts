import type { ScimResource } from '#scim';
import { putField } from '../record/canonical-fields.js';
import { booleanOf } from '../record/record-value.js';
import { completeUser } from '../record/user-resource.js';
import type { Flavor } from './flavor.js';
import type { LdapRecord } from './ldap-record.js';

/** `accountExpires` of an account that does not. */
const NEVER = new Set(['', '0', '9223372036854775807']);

/** Where `attributes` of the settings overrules the flavor. */
export type AttributeNames = Record<string, readonly string[]>;

export const attributeNames = (flavor: Flavor, overrides: Record<string, string> = {}): AttributeNames => ({
  ...flavor.attributes,
  ...Object.fromEntries(Object.entries(overrides).map(([field, attribute]) => [field, [attribute]])),
});

/** Every attribute that a search of users must ask for. */
export const requestedAttributes = (flavor: Flavor, names: AttributeNames): string[] => [
  ...new Set([
    flavor.idAttribute,
    'objectClass',
    ...flavor.stateAttributes,
    ...(flavor.name === 'active_directory' ? ['proxyAddresses'] : []),
    ...Object.values(names).flat(),
  ]),
];

/** An entry as a SCIM resource. The manager is named by a DN, as it is written, until the sync knows the manager's id. */
export function ldapUserResource(record: LdapRecord, flavor: Flavor, names: AttributeNames): ScimResource {
  const resource: ScimResource = { externalId: flavor.idOf(record), active: !isOut(record, flavor, names) };
  const emails = otherAddresses(record);
  if (emails.length > 0) resource['emails'] = emails;
  for (const [field, attributes] of Object.entries(names)) {
    if (field === 'active') continue;
    const value = attributes.map((attribute) => record.text(attribute)).find((text) => text !== undefined);
    if (field === 'account_expires' && NEVER.has(value ?? '')) continue;
    putField(resource, field, value);
  }
  return completeUser(resource);
}

/** What the attributes that the customer names for `active` say. Undefined where none is named, or none can be read. */
function namedState(record: LdapRecord, names: AttributeNames): boolean | undefined {
  return names['active']?.map((attribute) => booleanOf(record.text(attribute))).find((is) => is !== undefined);
}

/** A customer who names an attribute for `active` means it beside the account's own state: either one lets somebody leave. */
const isOut = (record: LdapRecord, flavor: Flavor, names: AttributeNames): boolean =>
  !flavor.isActive(record) || namedState(record, names) === false;

/** Nobody is let in by a state of which a part is hidden, or cannot be read. What does say that somebody is out is believed by itself. */
export const hidesState = (record: LdapRecord, flavor: Flavor, names: AttributeNames): boolean =>
  !isOut(record, flavor, names) &&
  (!flavor.showsState(record) || (names['active'] !== undefined && namedState(record, names) === undefined));

/** Exchange writes the main address as `SMTP:`, the others as `smtp:`. */
function otherAddresses(record: LdapRecord): { value: string; type: string }[] {
  return record
    .texts('proxyAddresses')
    .filter((address) => address.toLowerCase().startsWith('smtp:'))
    .toSorted((a, b) => Number(b.startsWith('SMTP:')) - Number(a.startsWith('SMTP:')))
    .map((address) => ({ value: address.slice('smtp:'.length), type: 'work' }));
}
