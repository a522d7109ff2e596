/**
 * Custom verbs (`…/directories/dir_1:enable`) become a segment of their own (`…/directories/dir_1/~enable`), because routers take a
 * colon for a parameter; and SCIM resource names get RFC 7644's spelling, whatever the client's (GENERIC-T6).
 */
export function rewriteUrl(url: string): string {
  const queryAt = url.indexOf('?');
  const path = queryAt === -1 ? url : url.slice(0, queryAt);
  const query = queryAt === -1 ? '' : url.slice(queryAt);
  return rewritePath(path) + query;
}

function rewritePath(path: string): string {
  if (!path.startsWith('/api/') && !path.startsWith('/portal/api/')) {
    // Okta's console takes no underscore in a base URL: `dir-01J…` is the same directory.
    const known = path.replace(/^\/directory\/dir-/, '/directory/dir_');
    return known.replace(/(\/scim\/v2\/+)(users|groups)(?=\/|$)/i, (_match, base: string, name: string) =>
      name.toLowerCase() === 'users' ? `${base}Users` : `${base}Groups`,
    );
  }
  // What follows is the application's own text and may contain colons.
  const external = '/organizations:external/';
  if (path.includes(external)) return path.replace(external, '/organizations/~external/');
  return path.replace(/:([a-z]+)$/, '/~$1');
}
