import { type ScimResource, sizeProblem } from '#scim';
import { DirectoryError } from './directory-error.js';

/** Refuses a resource that is larger than what is kept, unless the stored one is larger already and does not grow. */
export function assertFits(next: ScimResource, current?: ScimResource): void {
  const problem = sizeProblem(next, current);
  if (problem !== undefined) throw DirectoryError.of('resource_too_large', problem);
}
