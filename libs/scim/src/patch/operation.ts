import { type ScimError } from '../message/error.js';
import { type Path } from '../path/patch-path.js';

/** One change of one target. Operations without a path are expanded, so every operation has one. */
export interface PatchOperation {
  op: 'add' | 'remove' | 'replace';
  path: Path;
  /** As sent; null means unset. */
  value?: unknown;
  /** Position in the request's `Operations`, for messages. */
  index: number;
  /** The target is a key of a body or of a value, not a `path`: what is no attribute path is a name of its own. */
  keyed?: true;
  /** `replace` of a whole complex attribute drops the sub-attributes that the value leaves out, where others merge. */
  whole?: true;
  /** Why it cannot be read. A `remove` is carried out all the same where the resource has a key of that very text. */
  problem?: ScimError;
}
