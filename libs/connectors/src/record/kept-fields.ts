import { type ScimResource } from '#scim';
import { copyField } from './canonical-fields.js';

/**
 * The resource with the canonical fields that the answer did not hold, as they were stored last: no right to see a field is no value.
 * The userName is kept with the address that the userName may come from.
 */
export function keepFields(resource: ScimResource, absent: readonly string[], stored: ScimResource): ScimResource {
  const kept = { ...resource };
  for (const field of absent) copyField(kept, field, stored);
  if (absent.includes('email') || absent.includes('user_name')) copyField(kept, 'user_name', stored);
  return kept;
}
