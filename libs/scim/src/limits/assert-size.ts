import { ScimError } from '../message/error.js';
import { type ScimResource } from '../resource/parse-resource.js';
import { MAX_RESOURCE_BYTES } from './limits.js';

/**
 * Refuses a resource that is larger than MAX_RESOURCE_BYTES, unless the stored one is larger already and the change does not make
 * it grow: that one can be made smaller and deactivated. Throws 413 naming limit and size.
 */
export function assertSize(next: ScimResource, current?: ScimResource): void {
  const size = bytesOf(next);
  if (size <= MAX_RESOURCE_BYTES || (current !== undefined && size <= bytesOf(current) + ROOM)) return;
  throw ScimError.payloadTooLarge(
    `the resource would have ${size} bytes; at most ${MAX_RESOURCE_BYTES} are kept, members of a group apart`,
  );
}

/** What a deactivation may add: `"active":false` where there was no word about it. */
const ROOM = 32;

function bytesOf(resource: ScimResource): number {
  return Buffer.byteLength(JSON.stringify(resource));
}
