import { describe, expect, it } from 'vitest';
import { restRequest } from './rest-request.js';

const GET_DIRECTORY = { rest: 'GET /organizations/{organization_id}/directories/{id}' } as const;

describe('restRequest', () => {
  it('puts fields into the path and the rest into the query', () => {
    const fields = { organization_id: 'org_1', id: 'dir_1', page_size: 5, include_detail: false, features: ['a', 'b'] };
    expect(restRequest(GET_DIRECTORY, fields)).toEqual({
      method: 'GET',
      url: '/api/v1/organizations/org_1/directories/dir_1?page_size=5&include_detail=false&features=a&features=b',
      body: undefined,
      missing: [],
    });
  });

  it('puts one field into the body, and an empty object where the message does not have it', () => {
    const route = { rest: 'POST /events/paginated', body: 'filter' } as const;
    expect(restRequest(route, { filter: { source: 'DIR_SYNC' }, page_token: 'x y' })).toMatchObject({
      url: '/api/v1/events/paginated?page_token=x+y',
      body: { source: 'DIR_SYNC' },
    });
    expect(restRequest(route, {}).body).toEqual({});
  });

  it('puts all fields into the body that are not in the path', () => {
    const route = { rest: 'PUT /directories/{id}/groups:assign', body: '*' } as const;
    expect(restRequest(route, { id: 'dir_1', external_ids: ['a'] })).toMatchObject({
      url: '/api/v1/directories/dir_1/groups:assign',
      body: { external_ids: ['a'] },
    });
    expect(restRequest(route, { id: 'dir_1' }).body).toEqual({});
  });

  it.each(['', '.', '..'])('does not let %j name another object', (id) => {
    const request = restRequest(GET_DIRECTORY, { organization_id: 'org_1', id });
    expect(request.missing).toEqual(['id']);
    expect(new URL(request.url, 'http://x').pathname).toBe('/api/v1/organizations/org_1/directories/-');
  });

  it.each(['a/../b', 'x:enable', '?users=erase', '%2e%2e', 'ü 🎈', 'lone \ud800'])('keeps %j one segment', (id) => {
    const { url, missing } = restRequest(GET_DIRECTORY, { organization_id: 'org_1', id });
    const segments = new URL(url, 'http://x').pathname.split('/');
    expect(missing).toEqual([]);
    expect(segments).toHaveLength(7);
    expect(decodeURIComponent(segments[6]!)).toBe(id.toWellFormed());
  });

  it('names every field that the path lacks', () => {
    expect(restRequest(GET_DIRECTORY, {}).missing).toEqual(['organization_id', 'id']);
  });
});
