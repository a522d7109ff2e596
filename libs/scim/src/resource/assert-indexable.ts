import { ScimError } from '../message/error.js';

/** What PostgreSQL's indexes hold, with room for a longer lower case: 2,704 bytes a row. */
const MAX_BYTES = 1500;

/** Refuses a value that resources are found by and that is too long to be. Throws invalidValue naming it. */
export function assertIndexable(value: unknown, at: string): void {
  if (typeof value === 'string' && Buffer.byteLength(value) > MAX_BYTES)
    throw ScimError.invalidValue(`${at}: longer than ${MAX_BYTES} bytes`);
}
