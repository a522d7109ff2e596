import { type Attribute, attribute } from './attribute.js';
import { type Schema } from './resource-type.js';
import { USER_URN } from './urns.js';

/** The sub-attributes RFC 7643 §2.4 gives most multi-valued attributes. */
function entries(value: Attribute, types?: string[]): Attribute[] {
  return [
    value,
    attribute('display', 'Human-readable name, for display only.'),
    attribute('type', 'Label of the function of this value.', types && { canonicalValues: types }),
    attribute('primary', 'Whether this is the preferred value; true on at most one.', { type: 'boolean' }),
  ];
}

const name: Attribute[] = [
  attribute('formatted', 'The full name, formatted for display.'),
  attribute('familyName', 'The family name.'),
  attribute('givenName', 'The given name.'),
  attribute('middleName', 'The middle name(s).'),
  attribute('honorificPrefix', 'The honorific prefix, such as "Ms.".'),
  attribute('honorificSuffix', 'The honorific suffix, such as "III".'),
];

const address: Attribute[] = [
  attribute('formatted', 'The full mailing address, formatted for display.'),
  attribute('streetAddress', 'The street address, which may span lines.'),
  attribute('locality', 'The city or locality.'),
  attribute('region', 'The state or region.'),
  attribute('postalCode', 'The postal code.'),
  attribute('country', 'The country name.'),
  attribute('type', 'Label of the function of this address.', { canonicalValues: ['work', 'home', 'other'] }),
  // Not in RFC 7643's table, but the Entra validator and many clients send it (ENTRA-R3).
  attribute('primary', 'Whether this is the preferred address; true on at most one.', { type: 'boolean' }),
];

const group: Attribute[] = [
  attribute('value', 'Identifier of the group.', { mutability: 'readOnly', caseExact: true }),
  attribute('$ref', 'URI of the group.', {
    type: 'reference',
    caseExact: true,
    mutability: 'readOnly',
    referenceTypes: ['Group'],
  }),
  attribute('display', 'Name of the group.', { mutability: 'readOnly' }),
  attribute('type', 'Whether the membership is direct.', {
    mutability: 'readOnly',
    canonicalValues: ['direct', 'indirect'],
  }),
];

const external = { type: 'reference', caseExact: true, referenceTypes: ['external'] } as const;

/** Core user, RFC 7643 §4.1 and §8.7.1. */
export const USER_SCHEMA: Schema = {
  id: USER_URN,
  name: 'User',
  description: 'User account',
  attributes: [
    attribute('userName', 'Name that identifies the user at the client, unique regardless of case.', {
      required: true,
      uniqueness: 'server',
    }),
    attribute('name', "The components of the user's name.", { subAttributes: name }),
    attribute('displayName', 'The name shown to end users.'),
    attribute('nickName', 'The casual way to address the user.'),
    attribute('profileUrl', "URL of the user's online profile.", { ...external, referenceTypes: ['external'] }),
    attribute('title', 'The title, such as "Vice President".'),
    attribute('userType', 'The relationship to the organization, such as "Contractor".'),
    attribute('preferredLanguage', 'The preferred written or spoken language.'),
    attribute('locale', 'The default location, for formats of numbers, dates and currency.'),
    attribute('timezone', 'The time zone, in IANA form.'),
    attribute('active', 'Whether the user may sign in.', { type: 'boolean' }),
    attribute('password', 'Accepted and discarded; never stored or returned.', {
      mutability: 'writeOnly',
      returned: 'never',
      caseExact: true,
    }),
    attribute('emails', 'E-mail addresses.', {
      multiValued: true,
      subAttributes: entries(attribute('value', 'The address.'), ['work', 'home', 'other']),
    }),
    attribute('phoneNumbers', 'Phone numbers.', {
      multiValued: true,
      subAttributes: entries(attribute('value', 'The number.'), ['work', 'home', 'mobile', 'fax', 'pager', 'other']),
    }),
    attribute('ims', 'Instant messaging addresses.', {
      multiValued: true,
      subAttributes: entries(attribute('value', 'The address.'), [
        'aim',
        'gtalk',
        'icq',
        'xmpp',
        'msn',
        'skype',
        'qq',
        'yahoo',
      ]),
    }),
    attribute('photos', 'URLs of photos.', {
      multiValued: true,
      subAttributes: entries(attribute('value', 'URL of the photo.', { ...external, referenceTypes: ['external'] }), [
        'photo',
        'thumbnail',
      ]),
    }),
    attribute('addresses', 'Physical mailing addresses.', { multiValued: true, subAttributes: address }),
    attribute('groups', 'Groups the user belongs to; changed through the group.', {
      multiValued: true,
      mutability: 'readOnly',
      subAttributes: group,
    }),
    attribute('entitlements', 'Things the user is entitled to.', {
      multiValued: true,
      subAttributes: entries(attribute('value', 'The entitlement.')),
    }),
    attribute('roles', 'Roles of the user.', {
      multiValued: true,
      subAttributes: entries(attribute('value', 'The role; its text is not interpreted.')),
    }),
    attribute('x509Certificates', 'X.509 certificates.', {
      multiValued: true,
      subAttributes: entries(
        attribute('value', 'The DER certificate, in base64.', { type: 'binary', caseExact: true }),
      ),
    }),
  ],
};
