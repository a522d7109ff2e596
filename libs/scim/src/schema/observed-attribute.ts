import { isObject } from '../path/read.js';
import { attribute, type Attribute, type AttributeType } from './attribute.js';
import { type Schema } from './resource-type.js';

/** Deeper than any attribute: RFC 7643 §2.3.8 has no complex type inside a complex one. */
const MAX_SUB_ATTRIBUTES = 50;

/** What one value tells of an attribute of a custom extension, so that /Schemas can describe what an IdP sends. */
export function observeAttribute(name: string, value: unknown): Attribute {
  const sample = Array.isArray(value) ? (value as unknown[])[0] : value;
  const multiValued = Array.isArray(value);
  const description = 'Seen in what the identity provider sends.';
  if (!isObject(sample)) return attribute(name, description, { type: typeOf(sample), multiValued, caseExact: true });
  const subAttributes = Object.entries(sample)
    .slice(0, MAX_SUB_ATTRIBUTES)
    .map(([sub, inner]) => attribute(sub, description, { type: typeOf(inner), caseExact: true }));
  return attribute(name, description, { subAttributes, multiValued });
}

/** A custom extension as its schema, from the attributes seen so far. */
export function observedSchema(urn: string, attributes: Attribute[]): Schema {
  return { id: urn, name: urn, description: 'An extension of the identity provider, kept as it is sent.', attributes };
}

function typeOf(value: unknown): AttributeType {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'decimal';
  return 'string';
}
