import type { ScimResource } from '#scim';
import { textOf } from './record-value.js';

/** The resource with a userName: the address, or the source's id where there is none (before the hire date). */
export function completeUser(resource: ScimResource): ScimResource {
  const [email] = (resource['emails'] as { value?: unknown }[] | undefined) ?? [];
  const userName = textOf(resource['userName']) ?? textOf(email?.value) ?? textOf(resource['externalId']);
  return { ...resource, userName };
}
