import { ValidateBy } from 'class-validator';

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;
const LONGEST = 2_000;

/** A URL that a page may lead to: https, or http on this machine for development. */
export function isSafeUrl(value: unknown): boolean {
  const url = parse(value);
  return url !== undefined && url.username === '' && url.password === '';
}

/** Scheme, host and port as browsers write them: what a Content-Security-Policy can name. Each by itself: `*` names others, too. */
export function isOrigin(value: unknown): boolean {
  const url = parse(value);
  return url !== undefined && url.origin === value && !url.hostname.includes('*');
}

function parse(value: unknown): URL | undefined {
  if (typeof value !== 'string' || value.length > LONGEST) return undefined;
  try {
    const url = new URL(value);
    return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname)) ? url : undefined;
  } catch {
    return undefined;
  }
}

/** A field whose value, or each value, passes a test. */
export function Passes(test: (value: unknown) => boolean, message: string, each = false): PropertyDecorator {
  return ValidateBy(
    { name: 'passes', validator: { validate: test, defaultMessage: () => message } },
    { message, each },
  );
}
