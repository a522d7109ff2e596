import { comparisonKey, type ScimResource } from '#scim';

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
