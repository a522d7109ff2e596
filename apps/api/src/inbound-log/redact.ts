import { isKnownText, OUR_ID } from './known-words.js';
import { redactSentence } from './redact-sentence.js';

/** What stands where a value was. */
const TEXT = '[text]';
const NUMBER = '[number]';
const REMOVED = '[removed]';

const MAX_ELEMENTS = 20;
const MAX_KEYS = 100;
const MAX_DEPTH = 10;
/** Objects and lists of one body: what a log shows of a bulk request, and what redacting one costs at most. */
const MAX_VALUES = 500;
const MAX_URL = 2_000;
/** Longer than any path or filter that somebody reads in a log. */
const MAX_EXPRESSION = 500;

/** Words of the protocol, which are no one's data. */
const PROTOCOL_TEXT = new Set(
  ['schemas', 'op', 'resourceType', 'scimType', 'bulkId', 'method', 'status', 'type', 'sortOrder', 'sortBy'].map(lower),
);
const PROTOCOL_NUMBERS = new Set(
  ['startIndex', 'itemsPerPage', 'totalResults', 'count', 'status', 'failOnErrors'].map(lower),
);
const SECRET = /password|secret|token|credential|assertion/i;
/** An attribute, of whatever extension; no address is one. */
const PLAIN_NAME = /^[\w:.$-]{1,200}$/;
const PLAIN_WORD = /^[\w:.+-]{1,100}$/;

/**
 * A SCIM body with its structure kept and its values masked: which attributes came, of which type, how many, but never whose.
 * Kept are the protocol's own words, our ids, and booleans, as a boolean sent as text is what IdPs get wrong (ENTRA-R10).
 */
export function redactBody(value: unknown): unknown {
  return redact(value, '', 0, { left: MAX_VALUES });
}

function redact(value: unknown, name: string, depth: number, budget: { left: number }): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value ?? null;
  if (SECRET.test(name)) return REMOVED;
  if (typeof value === 'number') return PROTOCOL_NUMBERS.has(lower(name)) ? value : NUMBER;
  if (typeof value === 'string') return redactText(value, lower(name));
  budget.left -= 1;
  if (depth >= MAX_DEPTH || budget.left < 0) return '[deeper]';
  if (Array.isArray(value)) {
    const kept = value.slice(0, MAX_ELEMENTS).map((entry) => redact(entry, name, depth + 1, budget));
    return value.length > MAX_ELEMENTS ? [...kept, `[${value.length - MAX_ELEMENTS} more]`] : kept;
  }
  const entries = Object.entries(value as object).slice(0, MAX_KEYS);
  // `{"op": "replace", "path": "password", "value": "…"}`: the attribute's name stands beside its value.
  const secretPath = entries.some(
    ([key, text]) => lower(key) === 'path' && typeof text === 'string' && SECRET.test(text.slice(0, MAX_EXPRESSION)),
  );
  return Object.fromEntries(
    entries.map(([key, entry]) => [
      PLAIN_NAME.test(key) ? key : maskExpression(key),
      secretPath && lower(key) === 'value' ? REMOVED : redact(entry, key, depth + 1, budget),
    ]),
  );
}

function redactText(text: string, name: string): string {
  if (OUR_ID.test(text) || /^(?:true|false)$/i.test(text)) return text;
  if (PROTOCOL_TEXT.has(name)) return PLAIN_WORD.test(text) ? text : TEXT;
  if (name === 'path') return text.startsWith('/') ? redactPath(text) : maskExpression(text);
  if (name === 'detail') return redactSentence(text);
  return TEXT;
}

/** One token of a filter or path: a quoted text, closed or not, or a run of other characters. Each begins with another character. */
const TOKEN = /"(?:[^"\\]|\\[^])*(?:"|\\?$)|[\s()[\]]+|[^\s()[\]"]+/g;

/**
 * `emails[type eq "work"].value` keeps its shape; what is compared with does not, quoted or bare, nor does a name that SCIM does not
 * know. Linear in the text, which is cut first.
 */
export function maskExpression(text: string): string {
  const masked = text.slice(0, MAX_EXPRESSION).replace(TOKEN, (token) => {
    if (token.startsWith('"')) return isKnownText(token) ? token : '"***"';
    return isKnownText(token) || OUR_ID.test(token) ? token : '***';
  });
  return text.length > MAX_EXPRESSION ? `${masked} …` : masked;
}

const QUERY_KEPT = new Set(
  ['attributes', 'excludedAttributes', 'sortBy', 'sortOrder', 'startIndex', 'count'].map(lower),
);

/** A path below the directory with its query: of all names and values, SCIM's own words, numbers and our ids stay. */
export function redactPath(url: string): string {
  const cut = url.slice(0, MAX_URL);
  const mark = cut.indexOf('?');
  const path = mark === -1 ? cut : cut.slice(0, mark);
  const segments = path
    .split('/')
    .map((segment) => (OUR_ID.test(segment) || isKnownText(segment) ? segment : '***'))
    .join('/');
  if (mark === -1 || mark === cut.length - 1) return segments;
  const parameters = [...new URLSearchParams(cut.slice(mark + 1))].map(([key, value]) => {
    const name = isKnownText(key) ? key : '***';
    if (lower(key) === 'filter') return `${name}=${maskExpression(value)}`;
    const isPlain = /^\d{1,20}$/.test(value) || isKnownText(value);
    return `${name}=${QUERY_KEPT.has(lower(key)) && isPlain ? value : '***'}`;
  });
  return `${segments}?${parameters.join('&')}`;
}

function lower(text: string): string {
  return text.toLowerCase();
}
