import { BadRequestError } from './bad-request.error.js';

/** No IdP nests deeper than a handful of levels; recursion over what we accept must never overflow the stack. */
const MAX_DEPTH = 64;

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * A request body as JSON, or a BadRequestError that says what is wrong with it.
 * An empty body is undefined: clients send `Content-Type` on DELETE and GET as well.
 */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new BadRequestError('the body is not valid UTF-8');
  }
  if (text.trim() === '') return undefined;
  if (depthOf(text) > MAX_DEPTH) throw new BadRequestError(`the body is nested more than ${MAX_DEPTH} levels deep`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadRequestError(
      `the body is not valid JSON: ${(error as Error).message.replace(/\s*(in JSON|".*"|…).*$/s, '')}`,
    );
  }
  // Looked for only where the text can contain them: a walk over every body would cost more than parsing it.
  if (/\\u0000|\\u[dD][89a-fA-F]|__proto__|\\u005[fF]/.test(text)) refuseUnstorable(value, '');
  return value;
}

/** Nesting depth, found without recursion and without building anything. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 92) index++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) deepest = Math.max(deepest, ++depth);
    else if (code === 125 || code === 93) depth--;
  }
  return deepest;
}

/** PostgreSQL stores no NUL, UTF-8 has no lone surrogates, and `__proto__` is nobody's attribute. */
function refuseUnstorable(value: unknown, path: string): void {
  if (typeof value === 'string') {
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
      refuseUnstorable(key, 'an attribute name');
      refuseUnstorable(child, Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`);
    }
  }
}
