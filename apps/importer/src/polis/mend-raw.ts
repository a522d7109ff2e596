type Fields = Record<string, unknown>;

const SCHEMA = /^(urn:.+:\d+\.\d+:\w+):(.+)$/;

/**
 * Polis stores a SCIM PATCH of `urn:…:2.0:User:department` as the path of a JavaScript property, split at its dots
 * (`{"urn:…:2": {"0:User:department": "Legal"}}`), beside the extension's own object with the old value. The new one goes where it belongs.
 */
export function mendRaw(raw: Fields): Fields {
  const kept: [string, unknown][] = [];
  const strays: [string, unknown][] = [];
  for (const [key, value] of Object.entries(raw)) {
    const found = key.startsWith('urn:') && isFields(value) ? straysOf(key, value) : [];
    if (found.length > 0) strays.push(...found);
    else kept.push([key, value]);
  }
  const mended: Fields = Object.fromEntries(kept);
  for (const [path, value] of strays) {
    const [, schema, attribute] = SCHEMA.exec(path)!;
    const extension = isFields(mended[schema!]) ? mended[schema!] : {};
    mended[schema!] = { ...(extension as Fields), [attribute!]: value };
  }
  return mended;
}

/** What of an extension's object is in truth the rest of a path. */
function straysOf(prefix: string, value: Fields): [string, unknown][] {
  return Object.entries(value)
    .filter(([key]) => /^\d+:/.test(key))
    .map(([key, inner]): [string, unknown] => [`${prefix}.${key}`, inner])
    .filter(([path]) => SCHEMA.test(path));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
