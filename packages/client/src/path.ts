/**
 * A path with its ids encoded. An id that is empty or a dot would lead to another resource, so it is refused:
 * `delete(organization.id)` must never become a call on all of them.
 */
export function path(parts: TemplateStringsArray, ...ids: string[]): string {
  return parts.reduce((whole, part, index) => `${whole}${segment(ids[index - 1]!)}${part}`);
}

function segment(id: string): string {
  if (typeof id !== 'string' || id === '' || id === '.' || id === '..') {
    throw new TypeError(`an id is missing: got ${JSON.stringify(id)}`);
  }
  return encodeURIComponent(id);
}
