import { ENTERPRISE_URN, USER_URN, type ScimResource } from '#scim';
import { type RoleRef } from './roles.js';

export interface Address {
  formatted: string | null;
  street_address: string | null;
  locality: string | null;
  region: string | null;
  postal_code: string | null;
  country: string | null;
}

/**
 * The canonical user: one shape whatever the IdP sends. Events and REST show exactly these fields (docs/mapping.md);
 * what an IdP did not send is null, so that a receiver never has to tell "absent" from "empty".
 */
export interface UserProfile {
  email: string | null;
  emails: string[];
  preferred_username: string;
  name: string | null;
  given_name: string | null;
  family_name: string | null;
  nickname: string | null;
  title: string | null;
  department: string | null;
  division: string | null;
  organization: string | null;
  cost_center: string | null;
  employee_id: string | null;
  user_type: string | null;
  /** The manager's id as the IdP sent it: SCIM id, or its own. */
  manager: string | null;
  phone_number: string | null;
  address: Address | null;
  locale: string | null;
  language: string | null;
  zoneinfo: string | null;
  picture: string | null;
  profile: string | null;
  /** Kept with the profile, so that the next event can say which ones were there before. */
  roles: RoleRef[];
  custom_attributes: Record<string, unknown>;
}

type Element = Record<string, unknown>;

/** The canonical profile of a SCIM user, by the default mapping and without roles: UserProjection adds what the directory's settings say. */
export function toProfile(resource: ScimResource): UserProfile {
  const name = object(resource['name']);
  const enterprise = object(resource[ENTERPRISE_URN]);
  const emails = list(resource['emails']);
  const userName = text(resource['userName']) ?? '';
  const primaryEmail = text(primary(emails)?.['value']);
  return {
    // Some templates send no `emails` at all and an address as userName (Rippling, GENERIC): it is the address people know.
    email: primaryEmail ?? (userName.includes('@') ? userName : null),
    emails: emails.map((email) => text(email['value'])).filter((email) => email !== null),
    preferred_username: userName,
    name: fullName(resource, name),
    given_name: text(name['givenName']),
    family_name: text(name['familyName']),
    nickname: text(resource['nickName']),
    title: text(resource['title']),
    department: text(enterprise['department']),
    division: text(enterprise['division']),
    organization: text(enterprise['organization']),
    cost_center: text(enterprise['costCenter']),
    employee_id: text(enterprise['employeeNumber']),
    user_type: text(resource['userType']),
    manager: text(object(enterprise['manager'])['value']),
    phone_number: text(primary(list(resource['phoneNumbers']))?.['value']),
    address: toAddress(primary(list(resource['addresses']))),
    locale: text(resource['locale']),
    language: text(resource['preferredLanguage']),
    zoneinfo: text(resource['timezone']),
    picture: text(primary(list(resource['photos']))?.['value']),
    profile: text(resource['profileUrl']),
    roles: [],
    custom_attributes: customAttributes(resource),
  };
}

function fullName(resource: ScimResource, name: Element): string | null {
  const parts = [text(name['givenName']), text(name['familyName'])].filter((part) => part !== null);
  return text(name['formatted']) ?? text(resource['displayName']) ?? (parts.length > 0 ? parts.join(' ') : null);
}

/** The element marked primary, else the one of type `work`, else the first. */
function primary(elements: Element[]): Element | undefined {
  return (
    elements.find((element) => element['primary'] === true) ??
    elements.find((element) => element['type'] === 'work') ??
    elements[0]
  );
}

export function toAddress(address: Element | undefined): Address | null {
  if (address === undefined) return null;
  return {
    formatted: text(address['formatted']),
    street_address: text(address['streetAddress']),
    locality: text(address['locality']),
    region: text(address['region']),
    postal_code: text(address['postalCode']),
    country: text(address['country']),
  };
}

/** Attributes of extensions that are not the enterprise one, by name (`urn:…:custom:2.0:User` `{badge: 7}` -> `{badge: 7}`). */
function customAttributes(resource: ScimResource): Record<string, unknown> {
  const custom: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(resource)) {
    if (!key.toLowerCase().startsWith('urn:') || key === ENTERPRISE_URN || key === USER_URN) continue;
    Object.assign(custom, object(value));
  }
  return custom;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function object(value: unknown): Element {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Element) : {};
}

function list(value: unknown): Element[] {
  return Array.isArray(value) ? value.map(object) : [];
}
