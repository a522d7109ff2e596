import { comparisonKey, type ScimResource } from '#scim';
import { type StagedUser, withExternalId } from '../reconcile/staged.js';

/**
 * A person of a file without ids has the address for an id, as addresses are compared. Earlier versions only took capitals off: somebody
 * whom they stored keeps that id. Undefined where both are the same, or the id is of the file.
 */
export function formerId(resource: ScimResource): string | undefined {
  const email = (resource['emails'] as { value?: unknown }[] | undefined)?.[0]?.value;
  if (typeof email !== 'string' || resource['externalId'] !== comparisonKey(email)) return undefined;
  const former = email.toLowerCase();
  return former === resource['externalId'] ? undefined : former;
}

/** The person under the former id, where only that one is known. */
export function underKnownId(user: StagedUser, isKnown: (externalId: string) => boolean): StagedUser {
  const former = formerId(user.resource);
  if (former === undefined || isKnown(user.externalId) || !isKnown(former)) return user;
  return withExternalId(user, former);
}
