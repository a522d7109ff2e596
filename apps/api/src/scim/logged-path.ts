/** Where a directory's SCIM and token endpoints are, as the router knows them. */
const ROUTE = /^\/directory\/:directoryId\/(scim|oauth)\//;
const PATH = /^\/directory\/(dir_[\w-]{1,36})\/(scim|oauth)\//;
const DIRECTORY = /^dir_[\w-]{1,36}$/;

export interface LoggedPath {
  directoryId: string;
  /** A token request's body is nothing but credentials. */
  kind: 'scim' | 'oauth';
  /** Below the directory, with the query. */
  path: string;
}

/**
 * The directory whose log a request belongs to; undefined for all others. The matched route decides, as it decides what is served:
 * `//directory` and `%64irectory` are spellings of one path. What has no route is looked at in its plainest spelling.
 */
export function loggedPath(
  url: string,
  route: string | undefined,
  directoryId: string | undefined,
): LoggedPath | undefined {
  // Most requests have a route, and most routes are no directory's: these cost nothing further.
  const kind = route === undefined ? undefined : ROUTE.exec(route)?.[1];
  if (route !== undefined && kind === undefined) return undefined;
  const [path, query] = splitQuery(url);
  const plain = plainest(path);
  const below = plain.split('/').slice(3).join('/');
  const shown = `/${below}${query}`;
  if (route !== undefined) {
    if (directoryId === undefined || !DIRECTORY.test(directoryId)) return undefined;
    return { directoryId, kind: kind as LoggedPath['kind'], path: shown };
  }
  const match = PATH.exec(plain);
  return match === null ? undefined : { directoryId: match[1]!, kind: match[2] as LoggedPath['kind'], path: shown };
}

function splitQuery(url: string): [path: string, query: string] {
  const mark = url.indexOf('?');
  return mark === -1 ? [url, ''] : [url.slice(0, mark), url.slice(mark)];
}

function plainest(path: string): string {
  const single = path.replace(/\/+/g, '/');
  try {
    return decodeURI(single);
  } catch {
    return single;
  }
}
