/**
 * The fields of an `application/x-www-form-urlencoded` body. A field that was sent more than once is the list of its values: whoever
 * reads the form decides, and no value is dropped in silence (RFC 6749 §3.2 forbids repeated parameters).
 */
export function readForm(body: string): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(body)) {
    const earlier = fields.get(name);
    if (Array.isArray(earlier)) earlier.push(value);
    else fields.set(name, earlier === undefined ? value : [earlier, value]);
  }
  return Object.fromEntries(fields);
}
