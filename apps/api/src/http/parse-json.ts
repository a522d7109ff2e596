import { BadRequestError } from './bad-request.error.js';

/** Names of one object, long before 1,000 of them are too many for a resource (docs/scim.md). */
const MAX_NAMES = 2_000;

/** Names of a whole body, for each MiB of it. As many as 10,000 members of a group with all their sub-attributes. */
const MAX_ALL_NAMES = 50_000;
/** Objects, arrays and commas: as many as 47,000 members with nothing but an id take. */
const MAX_PARTS = 100_000;
const MIB = 1_048_576;

/** No IdP nests deeper than a handful of levels; recursion over what we accept must never overflow the stack. */
const MAX_DEPTH = 64;

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * A request body as JSON, or a BadRequestError that says what is wrong with it.
 * An empty body is undefined: clients send `Content-Type` on DELETE and GET as well.
 * @param isText false: whoever reads the body looks for text that cannot be stored
 */
export function parseJson(bytes: Buffer, isText = true): unknown {
  if (bytes.length === 0) return undefined;
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new BadRequestError('the body is not valid UTF-8');
  }
  if (text.trim() === '') return undefined;
  assertMeasures(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadRequestError(`the body is not valid JSON: ${withoutQuotation((error as Error).message)}`);
  }
  // Looked for only where the text can contain them: a walk over every body would cost more than parsing it.
  if (/\\u0000|\\u[dD][89a-fA-F]|__proto__|\\u005[fF]/.test(text)) refuseUnstorable(value, '', isText);
  return value;
}

/** V8's words on what is wrong, without the part of the body that they quote. */
function withoutQuotation(message: string): string {
  const starts = ['in JSON', '"', '…'].map((mark) => message.indexOf(mark)).filter((at) => at >= 0);
  return message.slice(0, Math.min(message.length, ...starts)).trimEnd();
}

/** Depth and numbers of names, found in one pass without recursion and before anything is built. */
function assertMeasures(text: string): void {
  const mebibytes = Math.ceil(text.length / MIB);
  const mostNames = MAX_ALL_NAMES * mebibytes;
  const mostParts = MAX_PARTS * mebibytes;
  const names = new Uint32Array(MAX_DEPTH + 1);
  let allNames = 0;
  let parts = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 34) index = endOfString(text, index + 1);
    else if (code === 123 || code === 91) {
      if (++depth > MAX_DEPTH) throw new BadRequestError(`the body is nested more than ${MAX_DEPTH} levels deep`);
      names[depth] = 0;
      parts++;
    } else if (code === 125 || code === 93) depth = Math.max(0, depth - 1);
    else if (code === 44) parts++;
    else if (code === 58) {
      if (++names[depth]! > MAX_NAMES) throw new BadRequestError(`an object has more than ${MAX_NAMES} names`);
      if (++allNames > mostNames) throw new BadRequestError(`the body has more than ${mostNames} names`);
    }
  }
  if (parts > mostParts) throw new BadRequestError(`the body has more than ${mostParts} objects, arrays and values`);
}

/** Where the string ends that begins here: at a quote with an even number of backslashes before it, or with the text. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === 92) escapes++;
    if (escapes % 2 === 0) return at;
  }
  return text.length;
}

/** PostgreSQL stores no NUL, UTF-8 has no lone surrogates, and `__proto__` is nobody's attribute. */
function refuseUnstorable(value: unknown, path: string, isText: boolean): void {
  if (typeof value === 'string') {
    if (!isText) return;
    if (value.includes('\0'))
      throw new BadRequestError(`${path || 'the body'} contains a NUL character`, path || 'body');
    if (!value.isWellFormed())
      throw new BadRequestError(
        `${path || 'the body'} contains a lone surrogate, which is not valid Unicode`,
        path || 'body',
      );
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) {
      if (key === '__proto__') throw new BadRequestError('the key "__proto__" is not allowed');
      refuseUnstorable(key, 'an attribute name', isText);
      refuseUnstorable(child, Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`, isText);
    }
  }
}
