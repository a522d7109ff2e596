export type AttributeType =
  'string' | 'boolean' | 'decimal' | 'integer' | 'dateTime' | 'binary' | 'reference' | 'complex';

/** One attribute definition with every characteristic of RFC 7643 §2.2 and §7. */
export interface Attribute {
  name: string;
  type: AttributeType;
  multiValued: boolean;
  description: string;
  required: boolean;
  canonicalValues?: string[];
  caseExact: boolean;
  mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  returned: 'always' | 'never' | 'default' | 'request';
  uniqueness: 'none' | 'server' | 'global';
  referenceTypes?: string[];
  subAttributes?: Attribute[];
}

/** Builds a definition; what is not named takes the defaults of RFC 7643 §2.2. */
export function attribute(name: string, description: string, characteristics: Partial<Attribute> = {}): Attribute {
  return {
    name,
    type: characteristics.subAttributes ? 'complex' : 'string',
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...characteristics,
  };
}

const indexes = new WeakMap<Attribute[], Map<string, Attribute>>();

/** Looks a definition up by name, ignoring case (RFC 7643 §2.1). */
export function findAttribute(attributes: Attribute[] | undefined, name: string): Attribute | undefined {
  if (!attributes) return undefined;
  let index = indexes.get(attributes);
  if (!index) {
    index = new Map(attributes.map((entry) => [entry.name.toLowerCase(), entry]));
    indexes.set(attributes, index);
  }
  return index.get(name.toLowerCase());
}
