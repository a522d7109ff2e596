import { describe, expect, it } from 'vitest';
import { ERROR_URN, LIST_RESPONSE_URN } from '../schema/urns.js';
import { ScimError } from './error.js';
import { etag, matchesEtag } from './etag.js';
import { listResponse } from './list.js';
import { parseListQuery, parseSearchRequest } from './search.js';

describe('ScimError', () => {
  it('has the status and body of RFC 7644 §3.12', () => {
    const error = ScimError.uniqueness('taken');
    expect(error.status).toBe(409);
    expect(error.toBody()).toEqual({ schemas: [ERROR_URN], status: '409', scimType: 'uniqueness', detail: 'taken' });
    expect(ScimError.notFound('User', 'x').toBody()).toEqual({
      schemas: [ERROR_URN],
      status: '404',
      detail: 'User x not found',
    });
    expect(ScimError.of('sensitive', 'no').status).toBe(403);
    expect(ScimError.preconditionFailed('no').status).toBe(412);
  });
});

describe('etag', () => {
  const current = etag(7);

  it.each([
    ['W/"7"', true],
    ['"7"', true],
    ['7', true],
    ['*', true],
    ['W/"6", W/"7"', true],
    ['W/"6"', false],
    ['', false],
    ['W/"77"', false],
  ])('matches %s: %s', (header, expected) => {
    expect(matchesEtag(header, current)).toBe(expected);
  });
});

describe('listResponse', () => {
  it('always carries Resources and integers (OKTA-R1)', () => {
    expect(listResponse([], { totalResults: 0, startIndex: 1 })).toEqual({
      schemas: [LIST_RESPONSE_URN],
      totalResults: 0,
      startIndex: 1,
      itemsPerPage: 0,
      Resources: [],
    });
  });

  it('leaves startIndex out of cursor pages (RFC 9865)', () => {
    const page = listResponse([{}], { totalResults: 9, nextCursor: 'n', previousCursor: 'p' });
    expect(page).toMatchObject({ itemsPerPage: 1, nextCursor: 'n', previousCursor: 'p' });
    expect(page).not.toHaveProperty('startIndex');
  });
});

describe('parseListQuery and parseSearchRequest', () => {
  it('reads a query (OL-R2, GENERIC-T8 to T10)', () => {
    expect(parseListQuery({ '': '', aadOptscim062020: '', STARTINDEX: '-1', count: '0', filter: '' })).toEqual({
      startIndex: 1,
      count: 0,
      sortOrder: 'ascending',
    });
    expect(
      parseListQuery({ startIndex: '101', count: '99999999999999999999', cursor: '', sortOrder: 'Descending' }),
    ).toEqual({
      startIndex: 101,
      count: Number.MAX_SAFE_INTEGER,
      cursor: '',
      sortOrder: 'descending',
    });
  });

  it('reads a search body (RFC 7644 §3.4.3)', () => {
    expect(
      parseSearchRequest({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
        attributes: ['displayName', 'userName'],
        excludedAttributes: null,
        filter: 'displayName sw "smith"',
        startIndex: 1,
        count: 10,
      }),
    ).toEqual({
      attributes: 'displayName,userName',
      filter: 'displayName sw "smith"',
      startIndex: 1,
      count: 10,
      sortOrder: 'ascending',
    });
  });

  it.each([
    [{ count: 'x' }, 'count: expected an integer'],
    [{ count: 1.5 }, 'count: expected an integer'],
    [{ startIndex: {} }, 'startIndex: expected an integer'],
    [{ filter: 5 }, 'filter: expected a string'],
    [{ attributes: [5] }, 'attributes: expected a string'],
    [{ sortOrder: 'up' }, 'sortOrder: expected ascending or descending'],
  ])('refuses %j', (body, detail) => {
    expect(() => parseSearchRequest(body)).toThrow(expect.objectContaining({ scimType: 'invalidValue', detail }));
  });

  it('refuses a body that is no object', () => {
    expect(() => parseSearchRequest([])).toThrow(expect.objectContaining({ scimType: 'invalidSyntax' }));
  });
});
