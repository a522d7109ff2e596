import { routePath } from './verb.js';

/**
 * A URL as the router has it: custom verbs of the REST API (see Verb), and SCIM resource names in the spelling of RFC 7644, whatever
 * the spelling of the client (GENERIC-T6).
 */
export function rewriteUrl(url: string): string {
  const queryAt = url.indexOf('?');
  const path = queryAt === -1 ? url : url.slice(0, queryAt);
  const query = queryAt === -1 ? '' : url.slice(queryAt);
  return rewritePath(path) + query;
}

function rewritePath(path: string): string {
  if (path.startsWith('/api/') || path.startsWith('/portal/api/')) return routePath(path);
  // Okta's console takes no underscore in a base URL: `dir-01J…` is the same directory.
  const known = path.replace(/^\/directory\/dir-/, '/directory/dir_');
  return known.replace(/(\/scim\/v2\/+)(users|groups)(?=\/|$)/i, (_match, base: string, name: string) =>
    name.toLowerCase() === 'users' ? `${base}Users` : `${base}Groups`,
  );
}
