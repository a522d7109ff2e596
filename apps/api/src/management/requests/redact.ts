/** What stands where a value was. */
const TEXT = '[text]';
const NUMBER = '[number]';
const REMOVED = '[removed]';

const MAX_ELEMENTS = 20;
const MAX_KEYS = 100;
const MAX_DEPTH = 10;

/** Words of the protocol, which are no one's data. */
const PROTOCOL_TEXT = new Set(
  ['schemas', 'op', 'resourceType', 'scimType', 'bulkId', 'method', 'status', 'type', 'sortOrder', 'sortBy'].map(lower),
);
const PROTOCOL_NUMBERS = new Set(
  ['startIndex', 'itemsPerPage', 'totalResults', 'count', 'status', 'failOnErrors'].map(lower),
);
const SECRET = /password|secret|token|credential|assertion/i;
const OUR_ID = /^(?:diruser|dirgroup|dir|org)_[A-Za-z0-9_-]{1,32}$/;
const PLAIN_WORD = /^[\w:.+-]{1,100}$/;

/**
 * A SCIM body with its structure kept and its values masked: which attributes came, of which type, how many, but never whose.
 * Kept are the protocol's own words, our ids, and booleans, as a boolean sent as text is what IdPs get wrong (ENTRA-R10).
 */
export function redactBody(value: unknown, personal: ReadonlySet<string> = new Set()): unknown {
  return redact(value, '', 0, personal);
}

function redact(value: unknown, name: string, depth: number, personal: ReadonlySet<string>): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value ?? null;
  if (SECRET.test(name)) return REMOVED;
  if (typeof value === 'number') return PROTOCOL_NUMBERS.has(lower(name)) ? value : NUMBER;
  if (typeof value === 'string') return redactText(value, lower(name), personal);
  if (depth >= MAX_DEPTH) return '[deeper]';
  if (Array.isArray(value)) {
    const kept = value.slice(0, MAX_ELEMENTS).map((entry) => redact(entry, name, depth + 1, personal));
    return value.length > MAX_ELEMENTS ? [...kept, `[${value.length - MAX_ELEMENTS} more]`] : kept;
  }
  const entries = Object.entries(value as object);
  // `{"op": "replace", "path": "password", "value": "…"}`: the attribute's name stands beside its value.
  const secretPath = entries.some(
    ([key, text]) => lower(key) === 'path' && typeof text === 'string' && SECRET.test(text),
  );
  return Object.fromEntries(
    entries
      .slice(0, MAX_KEYS)
      .map(([key, entry]) => [
        maskQuoted(key),
        secretPath && lower(key) === 'value' ? REMOVED : redact(entry, key, depth + 1, personal),
      ]),
  );
}

function redactText(text: string, name: string, personal: ReadonlySet<string>): string {
  if (OUR_ID.test(text) || /^(?:true|false)$/i.test(text)) return text;
  if (PROTOCOL_TEXT.has(name)) return PLAIN_WORD.test(text) ? text : TEXT;
  if (name === 'path') return text.startsWith('/') ? redactPath(text) : maskQuoted(text);
  if (name === 'detail') return redactSentence(text, personal);
  return TEXT;
}

/** `emails[type eq "work"].value` keeps its shape; what is compared with does not. */
export function maskQuoted(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"?/g, (quoted) =>
    /^"(?:work|home|other|mobile)"$/i.test(quoted) ? quoted : '"***"',
  );
}

const QUERY_KEPT = new Set(
  ['attributes', 'excludedAttributes', 'sortBy', 'sortOrder', 'startIndex', 'count'].map(lower),
);

/** A path below the directory with its query: ids that are not ours and values of filters are masked. */
export function redactPath(url: string): string {
  const [path = '', query] = url.split(/\?(.*)/s, 2);
  const segments = path.split('/').map((segment, index, all) => {
    const afterType = /^(?:users|groups)$/i.test(all[index - 1] ?? '');
    return afterType && segment !== '' && segment !== '.search' && !OUR_ID.test(segment) ? '***' : segment;
  });
  if (query === undefined || query === '') return segments.join('/');
  const parameters = [...new URLSearchParams(query)].map(([key, value]) => {
    if (lower(key) === 'filter') return `${key}=${redactFilter(value)}`;
    return `${key}=${QUERY_KEPT.has(lower(key)) && /^[\w:.,$ -]*$/.test(value) ? value : '***'}`;
  });
  return `${segments.join('/')}?${parameters.join('&')}`.slice(0, 2_000);
}

function redactFilter(filter: string): string {
  return maskQuoted(filter).replace(
    /\b(eq|ne|co|sw|ew|gt|ge|lt|le)\s+(?!"|true\b|false\b|null\b)[^\s)\]]+/gi,
    (_match, operator: string) => `${operator} ***`,
  );
}

/** A sentence of ours, without what the request said of somebody. */
export function redactSentence(text: string, personal: ReadonlySet<string>): string {
  return text
    .replace(/"((?:[^"\\]|\\.)*)"/g, (quoted, inner: string) => (personal.has(lower(inner)) ? '"***"' : quoted))
    .replace(/[^\s"'<>()]+@[^\s"'<>()]+/g, '***')
    .slice(0, 1_000);
}

/** Every text of a request that may be about a person: what an answer may repeat. */
export function personalTexts(url: string, body: unknown): Set<string> {
  const texts = new Set<string>();
  const path = decode(url);
  for (const [, quoted] of path.matchAll(/"((?:[^"\\]|\\.)*)"/g)) texts.add(lower(quoted!));
  for (const segment of path.split(/[?/&=]/)) if (!OUR_ID.test(segment)) texts.add(lower(segment));
  collect(body, '', texts);
  return texts;
}

function collect(value: unknown, name: string, texts: Set<string>): void {
  if (texts.size > 5_000) return;
  if (typeof value === 'string') {
    if (name === 'path') for (const [, quoted] of value.matchAll(/"((?:[^"\\]|\\.)*)"/g)) texts.add(lower(quoted!));
    else if (!PROTOCOL_TEXT.has(name) && !OUR_ID.test(value)) texts.add(lower(value));
  } else if (typeof value === 'number') texts.add(String(value));
  else if (Array.isArray(value)) for (const entry of value) collect(entry, name, texts);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) collect(entry, lower(key), texts);
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function lower(text: string): string {
  return text.toLowerCase();
}
