import { comparisonKey, ENTERPRISE_URN, type ScimResource } from '#scim';
import { booleanOf, recordOf, textOf } from './record-value.js';
import { SOURCE_URN } from './source-urn.js';

/** Where a field is in a SCIM resource: an attribute, and what is below it. */
type Slot = readonly [attribute: string, below?: string];

interface CanonicalField {
  slot: Slot;
  /** The value of the slot; the text unless given. */
  shape?: (text: string, stored: unknown) => unknown;
}

const enterprise = (name: string): CanonicalField => ({ slot: [ENTERPRISE_URN, name] });
const manager: CanonicalField = { slot: [ENTERPRISE_URN, 'manager'], shape: (value) => ({ value }) };
const phone: CanonicalField = { slot: ['phoneNumbers'], shape: (value) => [{ value, type: 'work' }] };

/** Every canonical field that a setting (`columns`, `fields`, `attributes`) may name. */
const FIELDS: Record<string, CanonicalField> = {
  id: { slot: ['externalId'] },
  external_id: { slot: ['externalId'] },
  user_name: { slot: ['userName'] },
  preferred_username: { slot: ['userName'] },
  email: { slot: ['emails'], shape: emails },
  name: { slot: ['name', 'formatted'] },
  full_name: { slot: ['name', 'formatted'] },
  display_name: { slot: ['displayName'] },
  given_name: { slot: ['name', 'givenName'] },
  family_name: { slot: ['name', 'familyName'] },
  middle_name: { slot: ['name', 'middleName'] },
  nickname: { slot: ['nickName'] },
  title: { slot: ['title'] },
  user_type: { slot: ['userType'] },
  department: enterprise('department'),
  division: enterprise('division'),
  organization: enterprise('organization'),
  cost_center: enterprise('costCenter'),
  employee_id: enterprise('employeeNumber'),
  employee_number: enterprise('employeeNumber'),
  manager,
  manager_id: manager,
  phone,
  phone_number: phone,
  address: address('formatted'),
  street_address: address('streetAddress'),
  city: address('locality'),
  locality: address('locality'),
  region: address('region'),
  postal_code: address('postalCode'),
  country: address('country'),
  locale: { slot: ['locale'] },
  language: { slot: ['preferredLanguage'] },
  zoneinfo: { slot: ['timezone'] },
  time_zone: { slot: ['timezone'] },
  picture: { slot: ['photos'], shape: (value) => [{ value, type: 'photo' }] },
  profile: { slot: ['profileUrl'] },
  active: { slot: ['active'], shape: booleanOf },
};

/** The names that settings and headers may use. */
export const CANONICAL_FIELDS: readonly string[] = Object.keys(FIELDS);

/** A field that the table does not know is a custom attribute of the customer's own. */
const fieldOf = (name: string): CanonicalField =>
  Object.hasOwn(FIELDS, name) ? FIELDS[name]! : { slot: [SOURCE_URN, name] };

/** Writes one canonical field. What is empty is not written. */
export function putField(resource: ScimResource, name: string, value: unknown): void {
  const text = textOf(value);
  if (text === undefined) return;
  const { slot, shape } = fieldOf(name);
  const written = shape === undefined ? text : shape(text, readSlot(resource, slot));
  if (written !== undefined) writeSlot(resource, slot, written);
}

/** Writes what `stored` has in the slot of this field; removes it where `stored` has nothing. */
export function copyField(resource: ScimResource, name: string, stored: ScimResource): void {
  const { slot } = fieldOf(name);
  const value = readSlot(stored, slot);
  if (value !== undefined) writeSlot(resource, slot, value);
}

function readSlot(resource: ScimResource, [attribute, below]: Slot): unknown {
  return below === undefined ? resource[attribute] : recordOf(resource[attribute])?.[below];
}

function writeSlot(resource: ScimResource, [attribute, below]: Slot, value: unknown): void {
  resource[attribute] = below === undefined ? value : { ...recordOf(resource[attribute]), [below]: value };
}

/** The address becomes the primary one; other addresses of the record stay. */
function emails(value: string, stored: unknown): unknown {
  const others = ((stored as { value: string }[] | undefined) ?? []).filter(
    (email) => comparisonKey(email.value) !== comparisonKey(value),
  );
  return [{ value, type: 'work', primary: true }, ...others];
}

function address(part: string): CanonicalField {
  return {
    slot: ['addresses'],
    shape: (text, stored) => [
      { type: 'work', ...(stored as Record<string, unknown>[] | undefined)?.[0], [part]: text },
    ],
  };
}
