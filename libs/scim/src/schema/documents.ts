import { type Attribute } from './attribute.js';
import { type ResourceType, type Schema } from './resource-type.js';
import { RESOURCE_TYPE_URN, SCHEMA_URN } from './urns.js';

function attributeDocument(definition: Attribute): object {
  const { subAttributes, ...characteristics } = definition;
  return subAttributes
    ? { ...characteristics, subAttributes: subAttributes.map(attributeDocument) }
    : { ...characteristics };
}

/** The `/Schemas` entry of a schema (RFC 7643 §7), without what is never returned. `location` is its absolute URI. */
export function schemaDocument(schema: Schema, location: string): object {
  return {
    schemas: [SCHEMA_URN],
    id: schema.id,
    name: schema.name,
    description: schema.description,
    attributes: schema.attributes.filter(({ returned }) => returned !== 'never').map(attributeDocument),
    meta: { resourceType: 'Schema', location },
  };
}

/** The `/ResourceTypes` entry of a resource type (RFC 7643 §6). `location` is its absolute URI. */
export function resourceTypeDocument(type: ResourceType, location: string): object {
  return {
    schemas: [RESOURCE_TYPE_URN],
    id: type.id,
    name: type.name,
    endpoint: type.endpoint,
    description: type.description,
    schema: type.schema.id,
    schemaExtensions: type.extensions.map(({ schema, required }) => ({ schema: schema.id, required })),
    meta: { resourceType: 'ResourceType', location },
  };
}
