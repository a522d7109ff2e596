import { isDeepStrictEqual } from 'node:util';
import { toProfile } from '#directory';
import { type ScimResource } from '#scim';
import { type ChangeNote } from './sync-store.js';

type Person = Pick<ChangeNote, 'userName' | 'email' | 'name'>;

/** How a person is shown in the list of changes. */
export function personOf(resource: ScimResource): Person {
  const { preferred_username, email, name } = toProfile(resource);
  return { userName: preferred_username, email, name };
}

/** The canonical fields that differ. */
export function changedFields(before: ScimResource, after: ScimResource): ChangeNote['changed'] {
  const was = factsOf(before);
  const is = factsOf(after);
  return Object.keys({ ...was, ...is })
    .filter((field) => !isDeepStrictEqual(was[field] ?? null, is[field] ?? null))
    .map((field) => ({ field, before: was[field] ?? null, after: is[field] ?? null }));
}

function factsOf(resource: ScimResource): Record<string, unknown> {
  const { custom_attributes, roles: _roles, ...profile } = toProfile(resource);
  return { ...profile, active: resource['active'] !== false, ...custom_attributes };
}
