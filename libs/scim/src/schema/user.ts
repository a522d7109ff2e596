import { type Attribute, attribute } from './attribute.js';
import { type Schema } from './resource-type.js';
import { USER_URN } from './urns.js';

/** Descriptions are the texts of RFC 7643 §8.7.1: clients show them to administrators who map attributes. */

/** The sub-attributes that RFC 7643 §2.4 gives most multi-valued attributes. `label` and `preferred` end the RFC's sentences. */
function entries(value: Attribute, types: string[], label = '', preferred = ''): Attribute[] {
  return [
    value,
    attribute('display', 'A human-readable name, primarily used for display purposes.  READ-ONLY.'),
    attribute('type', `A label indicating the attribute's function${label}.`, { canonicalValues: types }),
    attribute('primary', primary(preferred), { type: 'boolean' }),
  ];
}

const primary = (preferred: string): string =>
  `A Boolean value indicating the 'primary' or preferred attribute value for this attribute${preferred}.  ` +
  "The primary attribute value 'true' MUST appear no more than once.";

const MAIL_ADDRESS = ', e.g., the preferred mailing address or primary email address';
/** RFC 7643 names no types for these attributes; provisioning clients build their forms from `canonicalValues`. */
const ANY_TYPE = ['work', 'home', 'other'];

const name: Attribute[] = [
  attribute(
    'formatted',
    "The full name, including all middle names, titles, and suffixes as appropriate, formatted for display (e.g., 'Ms. Barbara J Jensen, III').",
  ),
  attribute(
    'familyName',
    "The family name of the User, or last name in most Western languages (e.g., 'Jensen' given the full name 'Ms. Barbara J Jensen, III').",
  ),
  attribute(
    'givenName',
    "The given name of the User, or first name in most Western languages (e.g., 'Barbara' given the full name 'Ms. Barbara J Jensen, III').",
  ),
  attribute(
    'middleName',
    "The middle name(s) of the User (e.g., 'Jane' given the full name 'Ms. Barbara J Jensen, III').",
  ),
  attribute(
    'honorificPrefix',
    "The honorific prefix(es) of the User, or title in most Western languages (e.g., 'Ms.' given the full name 'Ms. Barbara J Jensen, III').",
  ),
  attribute(
    'honorificSuffix',
    "The honorific suffix(es) of the User, or suffix in most Western languages (e.g., 'III' given the full name 'Ms. Barbara J Jensen, III').",
  ),
];

const address: Attribute[] = [
  attribute(
    'formatted',
    'The full mailing address, formatted for display or use with a mailing label.  This attribute MAY contain newlines.',
  ),
  attribute(
    'streetAddress',
    'The full street address component, which may include house number, street name, P.O. box, and multi-line extended street address information.  This attribute MAY contain newlines.',
  ),
  attribute('locality', 'The city or locality component.'),
  attribute('region', 'The state or region component.'),
  attribute('postalCode', 'The zip code or postal code component.'),
  attribute('country', 'The country name component.'),
  attribute('type', "A label indicating the attribute's function, e.g., 'work' or 'home'.", {
    canonicalValues: ['work', 'home', 'other'],
  }),
  // Not in RFC 7643's table, but the Entra validator and many clients send it (ENTRA-R3).
  attribute('primary', primary(MAIL_ADDRESS), { type: 'boolean' }),
];

const group: Attribute[] = [
  attribute('value', "The identifier of the User's group.", { mutability: 'readOnly', caseExact: true }),
  attribute('$ref', "The URI of the corresponding 'Group' resource to which the user belongs.", {
    type: 'reference',
    caseExact: true,
    mutability: 'readOnly',
    referenceTypes: ['Group'],
  }),
  attribute('display', 'A human-readable name, primarily used for display purposes.  READ-ONLY.', {
    mutability: 'readOnly',
  }),
  attribute('type', "A label indicating the attribute's function, e.g., 'direct' or 'indirect'.", {
    mutability: 'readOnly',
    canonicalValues: ['direct', 'indirect'],
  }),
];

const external = { type: 'reference', caseExact: true, referenceTypes: ['external'] } as const;
const EMAILS =
  "Email addresses for the user.  The value SHOULD be canonicalized by the service provider, e.g., 'bjensen@example.com' instead of 'bjensen@EXAMPLE.COM'. Canonical type values of 'work', 'home', and 'other'.";

/** Core user, RFC 7643 §4.1 and §8.7.1. */
export const USER_SCHEMA: Schema = {
  id: USER_URN,
  name: 'User',
  description: 'User Account',
  attributes: [
    attribute(
      'userName',
      "Unique identifier for the User, typically used by the user to directly authenticate to the service provider. Each User MUST include a non-empty userName value.  This identifier MUST be unique across the service provider's entire set of Users. REQUIRED.",
      { required: true, uniqueness: 'server' },
    ),
    attribute(
      'name',
      "The components of the user's real name. Providers MAY return just the full name as a single string in the formatted sub-attribute, or they MAY return just the individual component attributes using the other sub-attributes, or they MAY return both.  If both variants are returned, they SHOULD be describing the same name, with the formatted name indicating how the component attributes should be combined.",
      { subAttributes: name },
    ),
    attribute(
      'displayName',
      'The name of the User, suitable for display to end-users.  The name SHOULD be the full name of the User being described, if known.',
    ),
    attribute(
      'nickName',
      "The casual way to address the user in real life, e.g., 'Bob' or 'Bobby' instead of 'Robert'.  This attribute SHOULD NOT be used to represent a User's username (e.g., 'bjensen' or 'mpepperidge').",
    ),
    attribute('profileUrl', "A fully qualified URL pointing to a page representing the User's online profile.", {
      ...external,
      referenceTypes: ['external'],
    }),
    attribute('title', 'The user\'s title, such as "Vice President."'),
    attribute(
      'userType',
      "Used to identify the relationship between the organization and the user.  Typical values used might be 'Contractor', 'Employee', 'Intern', 'Temp', 'External', and 'Unknown', but any value may be used.",
    ),
    attribute(
      'preferredLanguage',
      "Indicates the User's preferred written or spoken language.  Generally used for selecting a localized user interface; e.g., 'en_US' specifies the language English and country US.",
    ),
    attribute(
      'locale',
      "Used to indicate the User's default location for purposes of localizing items such as currency, date time format, or numerical representations.",
    ),
    attribute(
      'timezone',
      "The User's time zone in the 'Olson' time zone database format, e.g., 'America/Los_Angeles'.",
    ),
    attribute('active', "A Boolean value indicating the User's administrative status.", { type: 'boolean' }),
    // Read in order to be dropped. /Schemas leaves the attribute out: a client must not offer to provision passwords.
    attribute('password', 'Accepted and discarded; never stored or returned.', {
      mutability: 'writeOnly',
      returned: 'never',
      caseExact: true,
    }),
    attribute('emails', EMAILS, {
      multiValued: true,
      subAttributes: entries(
        attribute('value', EMAILS),
        ['work', 'home', 'other'],
        ", e.g., 'work' or 'home'",
        MAIL_ADDRESS,
      ),
    }),
    attribute(
      'phoneNumbers',
      "Phone numbers for the User.  The value SHOULD be canonicalized by the service provider according to the format specified in RFC 3966, e.g., 'tel:+1-201-555-0123'. Canonical type values of 'work', 'home', 'mobile', 'fax', 'pager', and 'other'.",
      {
        multiValued: true,
        subAttributes: entries(
          attribute('value', 'Phone number of the User.'),
          ['work', 'home', 'mobile', 'fax', 'pager', 'other'],
          ", e.g., 'work', 'home', 'mobile'",
          ', e.g., the preferred phone number or primary phone number',
        ),
      },
    ),
    attribute('ims', 'Instant messaging addresses for the User.', {
      multiValued: true,
      subAttributes: entries(
        attribute('value', 'Instant messaging address for the User.'),
        ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo'],
        ", e.g., 'aim', 'gtalk', 'xmpp'",
        ', e.g., the preferred messenger or primary messenger',
      ),
    }),
    attribute('photos', 'URLs of photos of the User.', {
      multiValued: true,
      subAttributes: entries(
        attribute('value', 'URL of a photo of the User.', { ...external, referenceTypes: ['external'] }),
        ['photo', 'thumbnail'],
        ", i.e., 'photo' or 'thumbnail'",
        ', e.g., the preferred photo or thumbnail',
      ),
    }),
    attribute(
      'addresses',
      "A physical mailing address for this User. Canonical type values of 'work', 'home', and 'other'.  This attribute is a complex type with the following sub-attributes.",
      { multiValued: true, subAttributes: address },
    ),
    attribute(
      'groups',
      'A list of groups to which the user belongs, either through direct membership, through nested groups, or dynamically calculated.',
      { multiValued: true, mutability: 'readOnly', subAttributes: group },
    ),
    attribute('entitlements', 'A list of entitlements for the User that represent a thing the User has.', {
      multiValued: true,
      subAttributes: entries(attribute('value', 'The value of an entitlement.'), ANY_TYPE),
    }),
    attribute(
      'roles',
      "A list of roles for the User that collectively represent who the User is, e.g., 'Student', 'Faculty'.",
      { multiValued: true, subAttributes: entries(attribute('value', 'The value of a role.'), ANY_TYPE) },
    ),
    attribute('x509Certificates', 'A list of certificates issued to the User.', {
      multiValued: true,
      subAttributes: entries(
        attribute('value', 'The value of an X.509 certificate.', { type: 'binary', caseExact: true }),
        ANY_TYPE,
      ),
    }),
  ],
};
