import { describe, expect, it } from 'vitest';
import { publicPaths } from './public-paths.js';

describe('publicPaths', () => {
  it('writes verbs behind a colon and parameters in snake_case', () => {
    const parameters = [
      { name: 'directoryId', in: 'path' },
      { name: 'page_size', in: 'query' },
    ];
    const paths = { '/api/v1/directories/{directoryId}/~enable': { patch: { parameters, responses: {} } } };
    expect(publicPaths(paths as never)).toEqual({
      '/api/v1/directories/{directory_id}:enable': {
        patch: {
          parameters: [
            { name: 'directory_id', in: 'path' },
            { name: 'page_size', in: 'query' },
          ],
          responses: {},
        },
      },
    });
    expect(Object.keys(publicPaths({ '/organizations/~external/{externalId}': {} }))).toEqual([
      '/organizations:external/{external_id}',
    ]);
  });

  it('says that SCIM takes the secret of the directory', () => {
    const paths = publicPaths({ '/directory/{directoryId}/scim/v2/Users': { get: { responses: {} } } });
    expect(paths['/directory/{directory_id}/scim/v2/Users']!.get!.security).toEqual([{ 'directory-secret': [] }]);
  });
});
