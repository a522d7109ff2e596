import { ENTERPRISE_URN, type ScimResource } from '#scim';
import { booleanOf, recordOf, recordsOf, textOf, withoutGaps } from '../record/record-value.js';
import { SOURCE_URN } from '../record/source-urn.js';
import { completeUser } from '../record/user-resource.js';

type GoogleRecord = Record<string, unknown>;

/** Every Google account has such a second address, which nobody uses. */
export const TEST_DOMAIN = '.test-google-a.com';

/**
 * A user of the Directory API as a SCIM resource. Values that change with every login (`etag`, `lastLoginTime`) are not
 * in it: nobody would want an event for them.
 */
export function googleUserResource(user: GoogleRecord): ScimResource {
  const name = recordOf(user['name']) ?? {};
  return completeUser(
    withoutGaps({
      externalId: textOf(user['id']),
      userName: textOf(user['primaryEmail']),
      active: !isOut(user),
      name: filled({
        formatted: textOf(name['fullName']),
        givenName: textOf(name['givenName']),
        familyName: textOf(name['familyName']),
      }),
      displayName: textOf(name['displayName']),
      emails: emailsOf(user),
      title: textOf(organizationOf(user)['title']),
      phoneNumbers: listed(user['phones'], (phone) => typed(phone, textOf(phone['value']))),
      addresses: listed(user['addresses'], addressOf),
      preferredLanguage: textOf(preferred(recordsOf(user['languages']))?.['languageCode']),
      [ENTERPRISE_URN]: enterpriseOf(user),
      [SOURCE_URN]: filled({ org_unit_path: textOf(user['orgUnitPath']), ...recordOf(user['customSchemas']) }),
    }),
  );
}

const isOut = (user: GoogleRecord): boolean =>
  booleanOf(user['suspended']) === true || booleanOf(user['archived']) === true;

/** Google shows both flags of everybody. Where one that would let somebody in is missing or says neither yes nor no, nobody comes back. */
export const hidesState = (user: GoogleRecord): boolean =>
  !isOut(user) &&
  (booleanOf(user['suspended']) === undefined ||
    (user['archived'] !== undefined && booleanOf(user['archived']) === undefined));

/** The primary address first, then the others of the account. */
function emailsOf(user: GoogleRecord): Record<string, unknown>[] | undefined {
  const primary = textOf(user['primaryEmail']);
  const others = recordsOf(user['emails'])
    .map((email) => typed(email, textOf(email['address'])))
    .filter((email) => email !== undefined && email['value'] !== primary)
    .filter((email) => !String(email!['value']).endsWith(TEST_DOMAIN))
    .map((email) => ({ ...email, primary: undefined }));
  const emails = [...(primary === undefined ? [] : [{ value: primary, type: 'work', primary: true }]), ...others];
  return emails.length === 0 ? undefined : emails.map((email) => withoutGaps(email));
}

function enterpriseOf(user: GoogleRecord): Record<string, unknown> | undefined {
  const organization = organizationOf(user);
  const number = recordsOf(user['externalIds']).find(({ type }) => type === 'organization');
  const manager = textOf(recordsOf(user['relations']).find(({ type }) => type === 'manager')?.['value']);
  return filled({
    employeeNumber: textOf(number?.['value']),
    department: textOf(organization['department']),
    costCenter: textOf(organization['costCenter']),
    organization: textOf(organization['name']),
    manager: manager === undefined ? undefined : { value: manager },
  });
}

function organizationOf(user: GoogleRecord): GoogleRecord {
  const organizations = recordsOf(user['organizations']);
  return organizations.find(({ primary }) => primary === true) ?? organizations[0] ?? {};
}

const preferred = (languages: GoogleRecord[]): GoogleRecord | undefined =>
  languages.find(({ preference }) => preference === 'preferred') ?? languages[0];

const addressOf = (address: GoogleRecord): GoogleRecord | undefined =>
  filled({
    type: textOf(address['type']),
    primary: address['primary'] === true ? true : undefined,
    formatted: textOf(address['formatted']),
    streetAddress: textOf(address['streetAddress']),
    locality: textOf(address['locality']),
    region: textOf(address['region']),
    postalCode: textOf(address['postalCode']),
    country: textOf(address['countryCode']) ?? textOf(address['country']),
  });

const typed = (element: GoogleRecord, value: string | undefined): GoogleRecord | undefined =>
  value === undefined
    ? undefined
    : withoutGaps({
        value,
        type: textOf(element['type']),
        primary: element['primary'] === true ? true : undefined,
      });

function listed(value: unknown, map: (record: GoogleRecord) => GoogleRecord | undefined): GoogleRecord[] | undefined {
  const elements = recordsOf(value)
    .map(map)
    .filter((element) => element !== undefined);
  return elements.length === 0 ? undefined : elements;
}

/** Undefined where nothing is in it. */
function filled(record: GoogleRecord): GoogleRecord | undefined {
  const present = withoutGaps(record);
  return Object.keys(present).length === 0 ? undefined : present;
}
