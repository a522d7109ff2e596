import { ENTERPRISE_URN, type ScimResource } from '#scim';
import { recordOf, textOf } from './record-value.js';

/** The resource with a userName: the address, or the source's id where there is none (before the hire date). */
export function completeUser(resource: ScimResource): ScimResource {
  const [email] = (resource['emails'] as { value?: unknown }[] | undefined) ?? [];
  const userName = textOf(resource['userName']) ?? textOf(email?.value) ?? textOf(resource['externalId']);
  return { ...resource, userName };
}

/** The name of the manager as the source has it. */
export const managerOf = (resource: ScimResource): string | undefined =>
  textOf(recordOf(recordOf(resource[ENTERPRISE_URN])?.['manager'])?.['value']);
