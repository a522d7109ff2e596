import { describe, expect, it } from 'vitest';
import { type BulkOperation, bulkResponse, MalformedOperation, parseBulkRequest } from './bulk.js';
import { bulkReferences, resolveBulkReferences } from './bulk-reference.js';

const post = { method: 'POST', path: '/Users', bulkId: 'q', data: { userName: 'a' } };

describe('parseBulkRequest (RFC 7644 §3.7)', () => {
  it('reads operations and lets a malformed one fail alone', () => {
    const { failOnErrors, operations } = parseBulkRequest(
      { failOnErrors: 1, operations: [{ ...post, method: 'post', path: 'Users', version: null }, { method: 'GET' }] },
      10,
    );
    expect(failOnErrors).toBe(1);
    expect(operations[0]).toEqual(post);
    expect(operations[1]).toMatchObject({ status: 400, scimType: 'invalidSyntax' });
  });

  it.each([
    [{ method: 'POST', path: '/Users', data: {} }, 'bulkId: a POST needs one'],
    [{ method: 'PATCH', path: '/Users/x' }, 'data: a PATCH needs it'],
    [{ method: 'DELETE' }, 'path: expected a string'],
    [{ ...post, bulkId: 5 }, 'bulkId: expected a string'],
    [{ ...post, version: 5 }, 'version: expected a string'],
    [{ method: { toString: 1 }, path: '/Users' }, 'method: expected'],
    [5, 'expected an object'],
  ])('marks %j', (operation, detail) => {
    const { operations } = parseBulkRequest({ Operations: [operation] }, 1);
    expect(operations).toMatchObject([{ detail: expect.stringContaining(detail) }]);
  });

  it.each([
    [
      { method: 'put', path: 'Users/x', bulkId: 'q' },
      { method: 'PUT', path: '/Users/x', bulkId: 'q' },
    ],
    [
      { method: 'DELETE', path: '/Users/x', version: 7 },
      { method: 'DELETE', path: '/Users/x' },
    ],
    [
      { method: 'PUT', path: '/Users/x', bulkId: 7, data: {} },
      { method: 'PUT', path: '/Users/x' },
    ],
    [{ method: 'PUT', path: '/Users/\0', data: {} }, { method: 'PUT' }],
    [{ method: 'GET', path: '/Users/x' }, {}],
  ])('keeps what could be read of %j', (operation, told) => {
    const [malformed] = parseBulkRequest({ Operations: [operation] }, 1).operations;
    expect(malformed).toBeInstanceOf(MalformedOperation);
    expect((malformed as MalformedOperation).told).toEqual(told);
  });

  it('stops at the first error where a client accepts none', () => {
    expect(parseBulkRequest({ Operations: [], failOnErrors: 0 }, 1).failOnErrors).toBe(1);
  });

  it('takes the bare list of operations of a PATCH, as the example of RFC 7644 §3.7.3 sends it', () => {
    const list = [{ op: 'replace', path: 'title', value: 'x' }];
    const { operations } = parseBulkRequest({ Operations: [{ method: 'PATCH', path: '/Users/1', data: list }] }, 1);
    expect(operations[0]).toMatchObject({ data: { Operations: list } });
  });

  it('marks a bulkId used twice', () => {
    expect(parseBulkRequest({ Operations: [post, post] }, 2).operations[1]).toMatchObject({ status: 400 });
  });

  it('refuses what is no bulk request, or too large a one', () => {
    expect(() => parseBulkRequest({}, 1)).toThrow(expect.objectContaining({ status: 400 }));
    expect(() => parseBulkRequest({ Operations: [], failOnErrors: -1 }, 1)).toThrow(
      expect.objectContaining({ status: 400 }),
    );
    expect(() => parseBulkRequest({ Operations: [post, post] }, 1)).toThrow(expect.objectContaining({ status: 413 }));
  });

  it('answers with the results', () => {
    expect(JSON.parse(bulkResponse(['{"status":"204"}']))).toMatchObject({ Operations: [{ status: '204' }] });
  });
});

describe('bulk references', () => {
  const operation: BulkOperation = {
    method: 'PATCH',
    path: '/Groups/bulkId:g',
    data: {
      members: [{ value: 'bulkId:u' }, { value: 'other' }],
      Operations: [{ op: 'remove', path: 'members[value eq "bulkId:v"]' }],
      displayName: 'about bulkId:x',
    },
  };

  it('are found in paths, values and filters', () => {
    expect(bulkReferences(operation)).toEqual(new Set(['g', 'u', 'v']));
  });

  it('are replaced by ids', () => {
    expect(resolveBulkReferences(operation, (bulkId) => `id-${bulkId}`)).toEqual({
      method: 'PATCH',
      path: '/Groups/id-g',
      data: {
        members: [{ value: 'id-u' }, { value: 'other' }],
        Operations: [{ op: 'remove', path: 'members[value eq "id-v"]' }],
        displayName: 'about bulkId:x',
      },
    });
  });

  it('that lead nowhere are a conflict', () => {
    expect(() => resolveBulkReferences(operation, () => undefined)).toThrow(expect.objectContaining({ status: 409 }));
  });
});
