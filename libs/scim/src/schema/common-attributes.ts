import { type Attribute, attribute } from './attribute.js';

/** Attributes of every resource, which no schema document lists (RFC 7643 §3.1). */
export const COMMON_ATTRIBUTES: Attribute[] = [
  attribute('schemas', 'URIs of the schemas present in the resource.', {
    type: 'reference',
    multiValued: true,
    required: true,
    caseExact: true,
    returned: 'always',
    referenceTypes: ['uri'],
  }),
  attribute('id', 'Identifier issued by the service provider.', {
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  attribute('externalId', 'Identifier of the resource at the provisioning client.', { caseExact: true }),
  attribute('meta', 'Resource metadata.', {
    mutability: 'readOnly',
    subAttributes: [
      attribute('resourceType', 'Name of the resource type.', { caseExact: true, mutability: 'readOnly' }),
      attribute('created', 'When the resource was created.', { type: 'dateTime', mutability: 'readOnly' }),
      attribute('lastModified', 'When the resource last changed.', { type: 'dateTime', mutability: 'readOnly' }),
      attribute('location', 'URI of the resource.', {
        type: 'reference',
        caseExact: true,
        mutability: 'readOnly',
        referenceTypes: ['uri'],
      }),
      attribute('version', 'Entity tag of the resource.', { caseExact: true, mutability: 'readOnly' }),
    ],
  }),
];
