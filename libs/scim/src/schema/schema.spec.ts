import { describe, expect, it } from 'vitest';
import { type Attribute } from './attribute.js';
import { resourceTypeDocument, schemaDocument } from './documents.js';
import { canonicalDateTime } from './instant.js';
import { GROUP, USER } from './resource-types.js';
import { serviceProviderConfig } from './service-provider-config.js';
import { ENTERPRISE_URN, SCHEMA_URN, USER_URN } from './urns.js';

const CHARACTERISTICS = [
  'name',
  'type',
  'multiValued',
  'description',
  'required',
  'caseExact',
  'mutability',
  'returned',
  'uniqueness',
];

function all(attributes: Attribute[]): Attribute[] {
  return attributes.flatMap((entry) => [entry, ...all(entry.subAttributes ?? [])]);
}

describe('schemas', () => {
  const attributes = [USER.schema, GROUP.schema, ...USER.extensions.map(({ schema }) => schema)].flatMap((schema) =>
    all(schema.attributes),
  );

  it('give every characteristic of every attribute (RFC 7643 §7, ENTRA-R20)', () => {
    for (const entry of attributes) {
      for (const characteristic of CHARACTERISTICS) expect(entry).toHaveProperty(characteristic);
      expect(entry.type === 'complex', entry.name).toBe(entry.subAttributes !== undefined);
      expect(entry.type === 'reference', entry.name).toBe(entry.referenceTypes !== undefined);
    }
  });

  it('become discovery documents', () => {
    expect(schemaDocument(USER.schema, 'https://x/Schemas/u')).toMatchObject({
      schemas: [SCHEMA_URN],
      id: USER_URN,
      name: 'User',
      attributes: expect.arrayContaining([expect.objectContaining({ name: 'userName', uniqueness: 'server' })]),
      meta: { resourceType: 'Schema', location: 'https://x/Schemas/u' },
    });
    expect(JSON.stringify(schemaDocument(USER.schema, ''))).not.toContain('null');
    expect(resourceTypeDocument(USER, 'l')).toMatchObject({
      endpoint: '/Users',
      schema: USER_URN,
      schemaExtensions: [{ schema: ENTERPRISE_URN, required: false }],
    });
  });
});

describe('serviceProviderConfig', () => {
  const options = {
    bulk: true,
    maxOperations: 1000,
    maxPayloadSize: 8_388_608,
    maxResults: 200,
    etag: true,
    sort: true,
    authenticationSchemes: [],
    location: 'l',
  };

  it('says what is served', () => {
    expect(serviceProviderConfig(options)).toMatchObject({
      patch: { supported: true },
      bulk: { supported: true, maxOperations: 1000, maxPayloadSize: 8_388_608 },
      filter: { supported: true, maxResults: 200 },
      changePassword: { supported: false },
      pagination: { cursor: false, index: true, defaultPaginationMethod: 'index' },
    });
  });

  it('describes cursors (RFC 9865 §4)', () => {
    const cursor = { defaultPageSize: 100, maxPageSize: 200, timeoutSeconds: 3600 };
    expect(serviceProviderConfig({ ...options, cursor })).toMatchObject({
      pagination: { cursor: true, index: true, defaultPageSize: 100, maxPageSize: 200, cursorTimeout: 3600 },
    });
  });
});

describe('canonicalDateTime', () => {
  it.each([
    ['2024-02-29', '2024-02-29T00:00:00Z'],
    ['2024-01-02T03:04', '2024-01-02T03:04:00Z'],
    ['2024-01-02t03:04:05.678z', '2024-01-02T03:04:05.678Z'],
    ['2024-01-02T03:04:05 02:00', '2024-01-02T03:04:05+02:00'],
    ['2023-02-29', undefined],
    ['2024-13-01', undefined],
    ['0000-01-01', undefined],
    ['2024-01-02T25:00:00Z', undefined],
    ['2024-01-02T03:04:05+25:00', undefined],
    ['now', undefined],
  ])('%s -> %s', (text, expected) => {
    expect(canonicalDateTime(text)).toBe(expected);
  });
});
