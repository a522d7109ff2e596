import { type Path } from '../path/patch-path.js';
import { coerce } from './coerce.js';

/** The word on whether a user may sign in. */
export function isActive({ urn, definition }: Path): boolean {
  return urn === undefined && definition?.name === 'active' && definition.type === 'boolean';
}

/** Whether a change says that somebody is to leave: nothing that stands beside it may keep them in. */
export function deactivates({ path, value }: { path: Path; value?: unknown }): boolean {
  if (!isActive(path) || path.subAttribute !== undefined) return false;
  try {
    return coerce(path.definition!, value, 'active') === false;
  } catch {
    return false;
  }
}
