import { type Path } from '../path/patch-path.js';

/** One change of one target. Operations without a path are expanded, so every operation has one. */
export interface PatchOperation {
  op: 'add' | 'remove' | 'replace';
  path: Path;
  /** As sent; null means unset. */
  value?: unknown;
  /** Position in the request's `Operations`, for messages. */
  index: number;
}
