import { ScimError } from '../message/error.js';
import { type ScimResource } from '../resource/parse-resource.js';
import { MAX_RESOURCE_BYTES } from './limits.js';

export interface SizeProblem {
  bytes: number;
  most: number;
}

/**
 * A resource may not be larger than MAX_RESOURCE_BYTES, unless the stored one is larger already and the change does not make it grow:
 * that one can be made smaller and deactivated.
 */
export function sizeProblem(next: ScimResource, current?: ScimResource): SizeProblem | undefined {
  const bytes = bytesOf(next);
  if (bytes <= MAX_RESOURCE_BYTES || (current !== undefined && bytes <= bytesOf(current) + ROOM)) return undefined;
  return { bytes, most: MAX_RESOURCE_BYTES };
}

/** @throws ScimError 413 with the size and the limit */
export function assertSize(next: ScimResource, current?: ScimResource): void {
  const problem = sizeProblem(next, current);
  if (problem === undefined) return;
  const { bytes, most } = problem;
  throw ScimError.payloadTooLarge(
    `the resource would have ${bytes} bytes; at most ${most} are kept, members of a group apart`,
  );
}

/** What a deactivation may add: `"active":false` where there was no word about it. */
const ROOM = 32;

function bytesOf(resource: ScimResource): number {
  return Buffer.byteLength(JSON.stringify(resource));
}
