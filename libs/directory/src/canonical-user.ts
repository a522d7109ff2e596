import { type Attribute, type ResourceType } from '#scim';
import { MAPPABLE_TEXTS } from './attribute-mapping.js';
import { MOST_CHARACTERS } from './projection-budget.js';
import { type UserRecord } from './user.js';

const URN = 'urn:rollcall:schemas:canonical:1.0:User';

/** The canonical user as filters see it. Custom attributes have no schema: those that the filter names are texts. */
export function canonicalUser(filter: string): ResourceType {
  const named = [...filter.matchAll(/custom_attributes\.([A-Za-z_][\w-]*)/gi)].map(([, name]) => text(name!));
  const address = ['formatted', 'street_address', 'locality', 'region', 'postal_code', 'country'].map((name) =>
    text(name),
  );
  return {
    id: 'User',
    name: 'User',
    endpoint: '',
    description: '',
    schema: {
      id: URN,
      name: 'User',
      description: '',
      attributes: [
        ...MAPPABLE_TEXTS.map((name) => text(name)),
        text('external_id', { caseExact: true }),
        text('emails', { multiValued: true }),
        text('active', { type: 'boolean' }),
        text('address', { type: 'complex', subAttributes: address }),
        text('custom_attributes', { type: 'complex', subAttributes: named }),
      ],
    },
    extensions: [],
  };
}

/** A user in that shape, of each text so much as a rule looks at. */
export function canonicalFacts(user: Pick<UserRecord, 'profile' | 'externalId' | 'active'>): object {
  const custom = Object.entries(user.profile.custom_attributes).map(([name, value]) => [
    name,
    typeof value === 'number' || typeof value === 'boolean' ? String(value) : beginning(value),
  ]);
  const profile = Object.entries(user.profile).map(([name, value]) => [name, beginning(value)]);
  return {
    ...(Object.fromEntries(profile) as object),
    custom_attributes: Object.fromEntries(custom) as object,
    external_id: user.externalId,
    active: user.active,
  };
}

function beginning(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, MOST_CHARACTERS);
  return Array.isArray(value) ? value.map((one: unknown) => (typeof one === 'string' ? beginning(one) : one)) : value;
}

function text(name: string, more: Partial<Attribute> = {}): Attribute {
  return {
    name,
    type: 'string',
    multiValued: false,
    description: '',
    required: false,
    caseExact: false,
    mutability: 'readOnly',
    returned: 'default',
    uniqueness: 'none',
    ...more,
  };
}
