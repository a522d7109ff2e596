/**
 * The documented path of an API below another scheme and host. What a base says beyond them stays in front, for gateways that have a
 * path of their own; where the base ends with the beginning of the documented path, that beginning is there once.
 */
export function apiUrl(base: string, path: string): URL {
  const [given, documented] = [partsOf(new URL(base).pathname), partsOf(path)];
  const shared = Math.min(given.length, documented.length);
  const overlap = Array.from({ length: shared }, (_, at) => shared - at).find((count) =>
    given.slice(-count).every((part, at) => part === documented[at]),
  );
  const url = new URL(base);
  url.pathname = `/${[...given, ...documented.slice(overlap ?? 0)].join('/')}`;
  url.search = '';
  url.hash = '';
  return url;
}

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '');
