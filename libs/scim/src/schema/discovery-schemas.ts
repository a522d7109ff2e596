import { type Attribute, attribute } from './attribute.js';
import { type Schema } from './resource-type.js';
import { RESOURCE_TYPE_URN, SCHEMA_URN, SERVICE_PROVIDER_CONFIG_URN } from './urns.js';

const readOnly = { mutability: 'readOnly' } as const;
const needed = { ...readOnly, required: true } as const;
const external: Partial<Attribute> = { ...readOnly, type: 'reference', referenceTypes: ['external'] };
const uri: Partial<Attribute> = { ...readOnly, type: 'reference', referenceTypes: ['uri'], caseExact: true };

const supported = (): Attribute =>
  attribute('supported', 'A Boolean value specifying whether or not the operation is supported.', {
    ...needed,
    type: 'boolean',
  });
const option = (name: string, description: string, more: Attribute[] = []): Attribute =>
  attribute(name, description, { ...needed, subAttributes: [supported(), ...more] });
const limit = (name: string, description: string): Attribute =>
  attribute(name, description, { ...needed, type: 'integer' });

/** RFC 7643 §5; descriptions are the texts of §8.7.2, `pagination` is RFC 9865 §4, `interopProfileConformant` the interop profile's §4. */
const SERVICE_PROVIDER_CONFIG_SCHEMA: Schema = {
  id: SERVICE_PROVIDER_CONFIG_URN,
  name: 'Service Provider Configuration',
  description: "Schema for representing the service provider's configuration",
  attributes: [
    attribute(
      'documentationUri',
      "An HTTP-addressable URL pointing to the service provider's human-consumable help documentation.",
      external,
    ),
    option('patch', 'A complex type that specifies PATCH configuration options.'),
    option('bulk', 'A complex type that specifies bulk configuration options.', [
      limit('maxOperations', 'An integer value specifying the maximum number of operations.'),
      limit('maxPayloadSize', 'An integer value specifying the maximum payload size in bytes.'),
    ]),
    option('filter', 'A complex type that specifies FILTER options.', [
      limit('maxResults', 'An integer value specifying the maximum number of resources returned in a response.'),
    ]),
    option('changePassword', 'A complex type that specifies configuration options related to changing a password.'),
    option('sort', 'A complex type that specifies sort result options.'),
    option('etag', 'A complex type that specifies ETag result options.'),
    attribute('pagination', 'A complex type that specifies pagination configuration options.', {
      ...readOnly,
      subAttributes: [
        attribute('cursor', 'A Boolean value specifying support of cursor-based pagination.', {
          ...needed,
          type: 'boolean',
        }),
        attribute('index', 'A Boolean value specifying support of index-based pagination.', {
          ...needed,
          type: 'boolean',
        }),
        attribute('defaultPaginationMethod', 'The type of pagination that is used by default.', {
          ...readOnly,
          canonicalValues: ['cursor', 'index'],
        }),
        attribute('defaultPageSize', 'The number of results of a page where the client names none.', {
          ...readOnly,
          type: 'integer',
        }),
        attribute('maxPageSize', 'The largest number of results that a page may have.', {
          ...readOnly,
          type: 'integer',
        }),
        attribute('cursorTimeout', 'The seconds for which a cursor is valid between requests.', {
          ...readOnly,
          type: 'integer',
        }),
      ],
    }),
    attribute(
      'interopProfileConformant',
      'A Boolean value that says whether the service provider keeps the SCIM 2.0 Interoperability Profile.',
      { ...readOnly, type: 'boolean' },
    ),
    attribute('authenticationSchemes', 'A complex type that specifies supported authentication scheme properties.', {
      ...needed,
      multiValued: true,
      subAttributes: [
        attribute('type', 'The authentication scheme.', {
          ...needed,
          canonicalValues: ['oauth', 'oauth2', 'oauthbearertoken', 'httpbasic', 'httpdigest'],
        }),
        attribute('name', 'The common authentication scheme name, e.g., HTTP Basic.', needed),
        attribute('description', 'A description of the authentication scheme.', needed),
        attribute(
          'specUri',
          "An HTTP-addressable URL pointing to the authentication scheme's specification.",
          external,
        ),
        attribute(
          'documentationUri',
          "An HTTP-addressable URL pointing to the authentication scheme's usage documentation.",
          external,
        ),
        attribute(
          'primary',
          "A Boolean value indicating the 'primary' or preferred attribute value for this attribute.",
          { ...readOnly, type: 'boolean' },
        ),
      ],
    }),
  ],
};

/** RFC 7643 §6 and §8.7.2. */
const RESOURCE_TYPE_SCHEMA: Schema = {
  id: RESOURCE_TYPE_URN,
  name: 'ResourceType',
  description: 'Specifies the schema that describes a SCIM resource type',
  attributes: [
    attribute('id', "The resource type's server unique id. May be the same as the 'name' attribute.", readOnly),
    attribute(
      'name',
      "The resource type name.  When applicable, service providers MUST specify the name, e.g., 'User'.",
      { ...needed, caseExact: true, uniqueness: 'server' },
    ),
    attribute(
      'description',
      "The resource type's human-readable description.  When applicable, service providers MUST specify the description.",
      readOnly,
    ),
    attribute('endpoint', "The resource type's HTTP-addressable endpoint relative to the Base URL, e.g., '/Users'.", {
      ...uri,
      caseExact: false,
      required: true,
      uniqueness: 'server',
    }),
    attribute('schema', "The resource type's primary/base schema URI.", { ...uri, required: true }),
    attribute('schemaExtensions', "A list of URIs of the resource type's schema extensions.", {
      ...needed,
      multiValued: true,
      subAttributes: [
        attribute('schema', 'The URI of a schema extension.', { ...uri, required: true }),
        attribute(
          'required',
          'A Boolean value that specifies whether or not the schema extension is required for the resource type.  If True, a resource of this type MUST include this schema extension and also include any attributes declared as required in this schema extension. If False, a resource of this type MAY omit this schema extension.',
          { ...needed, type: 'boolean' },
        ),
      ],
    }),
  ],
};

/** The characteristics of an attribute; `subAttributes` have all of them but `subAttributes` (RFC 7643 §8.7.2). */
function characteristics(kind: 'attribute' | 'sub-attribute'): Attribute[] {
  const one = kind === 'attribute' ? 'an attribute' : 'a sub-attribute';
  const flag = (name: string, description: string, required = false): Attribute =>
    attribute(name, description, { ...readOnly, required, type: 'boolean' });
  const choice = (name: string, description: string, canonicalValues: string[], required = false): Attribute =>
    attribute(name, description, { ...readOnly, required, caseExact: true, canonicalValues });
  return [
    attribute('name', `The ${kind}'s name.`, { ...needed, caseExact: true }),
    choice(
      'type',
      `The ${kind}'s data type. Valid values include 'string', 'complex', 'boolean', 'decimal', 'integer', 'dateTime', 'reference'.`,
      ['string', 'complex', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary'],
      true,
    ),
    flag('multiValued', `A Boolean value indicating ${one}'s plurality.`, true),
    attribute('description', `A human-readable description of the ${kind}.`, { ...readOnly, caseExact: true }),
    flag('required', `A boolean value indicating whether or not the ${kind} is required.`),
    attribute(
      'canonicalValues',
      "A collection of canonical values.  When applicable, service providers MUST specify the canonical types, e.g., 'work', 'home'.",
      { ...readOnly, multiValued: true, caseExact: true },
    ),
    flag('caseExact', `A Boolean value indicating whether or not a string ${kind} is case sensitive.`),
    choice('mutability', `Indicates whether or not ${one} is modifiable.`, [
      'readOnly',
      'readWrite',
      'immutable',
      'writeOnly',
    ]),
    choice('returned', `Indicates when ${one} is returned in a response (e.g., to a query).`, [
      'always',
      'never',
      'default',
      'request',
    ]),
    choice('uniqueness', 'Indicates how unique a value must be.', ['none', 'server', 'global']),
    attribute(
      'referenceTypes',
      "Used only with an attribute of type 'reference'.  Specifies a SCIM resourceType that a reference attribute MAY refer to, e.g., 'User'.",
      { ...readOnly, multiValued: true, caseExact: true },
    ),
  ];
}

/** RFC 7643 §7 and §8.7.2. */
const SCHEMA_SCHEMA: Schema = {
  id: SCHEMA_URN,
  name: 'Schema',
  description: 'Specifies the schema that describes a SCIM schema',
  attributes: [
    attribute(
      'id',
      "The unique URI of the schema. When applicable, service providers MUST specify the URI, e.g., 'urn:ietf:params:scim:schemas:core:2.0:User'.",
      { ...needed, caseExact: true },
    ),
    attribute(
      'name',
      "The schema's human-readable name.  When applicable, service providers MUST specify the name, e.g., 'User'.",
      needed,
    ),
    attribute(
      'description',
      "The schema's human-readable name.  When applicable, service providers MUST specify the name, e.g., 'User'.",
      readOnly,
    ),
    attribute('attributes', 'A complex attribute that includes the attributes of a schema.', {
      ...needed,
      multiValued: true,
      subAttributes: [
        ...characteristics('attribute'),
        attribute('subAttributes', 'Used to define the sub-attributes of a complex attribute.', {
          ...readOnly,
          multiValued: true,
          subAttributes: characteristics('sub-attribute'),
        }),
      ],
    }),
  ],
};

/** The schemas of the discovery resources themselves: generic clients look each `schemas` URI up at /Schemas. */
export const DISCOVERY_SCHEMAS: Schema[] = [SERVICE_PROVIDER_CONFIG_SCHEMA, RESOURCE_TYPE_SCHEMA, SCHEMA_SCHEMA];
