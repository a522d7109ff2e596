import { ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';
import { MASK } from './endpoint-headers.js';

const MOST = 20;
const NAME = /^[!#$%&'*+.^_`|~\w-]{1,100}$/;
/** Visible ASCII, spaces inside: what every HTTP stack carries unchanged. */
const VALUE = /^[\x21-\x7e]([\x20-\x7e]{0,2046}[\x21-\x7e])?$/;
/** Ours: the message's identity, and what frames it on the wire. */
const RESERVED =
  /^(webhook-.*|content-.*|host|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|user-agent|proxy-.*|boxyhq-signature|ory-polis-signature)$/i;

/** Custom headers of an endpoint. */
@ValidatorConstraint()
export class IsHeaders implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return problemOf(value) === undefined;
  }

  defaultMessage(input?: { value: unknown }): string {
    return problemOf(input?.value) ?? 'must be an object of header names and values';
  }
}

function problemOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'must be an object of header names and values';
  }
  const entries = Object.entries(value);
  if (entries.length > MOST) return `must have at most ${MOST} entries`;
  const names = new Set(entries.map(([name]) => name.toLowerCase()));
  if (names.size < entries.length) return 'must not name a header twice';
  for (const [name, text] of entries) {
    if (!NAME.test(name)) return `${JSON.stringify(name)} is not a header name`;
    if (RESERVED.test(name)) return `${JSON.stringify(name)} is set by Rollcall itself`;
    if (typeof text !== 'string' || (text !== MASK && !VALUE.test(text))) {
      return `the value of ${JSON.stringify(name)} must be 1 to 2,048 visible ASCII characters`;
    }
  }
  return undefined;
}
