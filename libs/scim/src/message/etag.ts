/** The entity tag of a version, weak because representations vary with `attributes` (RFC 7644 §3.14). */
export function etag(version: string | number): string {
  return `W/"${version}"`;
}

function opaque(tag: string): string {
  const text = tag.trim().replace(/^W\//i, '');
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

/**
 * Whether an `If-Match` or `If-None-Match` header names `current`: `*`, or a list containing it, by the weak
 * comparison of RFC 9110 §8.8.3.2. Clients that strip the quotes are understood.
 */
export function matchesEtag(header: string, current: string): boolean {
  const wanted = opaque(current);
  return header
    .split(',')
    .map((tag) => tag.trim())
    .some((tag) => tag === '*' || (tag !== '' && opaque(tag) === wanted));
}
