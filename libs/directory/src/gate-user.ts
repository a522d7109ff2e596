import { type ScimResource } from '#scim';
import { activeAfter } from './active-after.js';
import { type DirectorySettings } from './directory-state.js';
import { userData, type UserScope } from './user-event.js';
import { UserProjection } from './user-projection.js';
import { type UserRecord } from './user.js';

/** What a provisioning gate is shown of a change that is not stored yet. */
export interface GateUser {
  /** Whether the user would be active. */
  isActive: boolean;
  /** The canonical user as the change would leave it. A new user has no id yet. */
  data: Record<string, unknown>;
}

/** @param before undefined: the user would be created */
export function gateUser(
  settings: DirectorySettings,
  scope: UserScope,
  before: UserRecord | undefined,
  resource: ScimResource,
  at: string,
): GateUser {
  const active = before === undefined ? (resource['active'] ?? true) : activeAfter(before.resource, resource);
  const stored = { ...resource, active };
  const externalId = (resource['externalId'] as string | undefined) ?? null;
  const after = { resource: stored, groups: before?.groups ?? [], deletedAt: null, externalId };
  const shaped = new UserProjection(settings, at).of(after, before);
  const user: UserRecord = {
    ...(before ?? {
      id: '',
      announced: false,
      announcedProfile: null,
      version: 0,
      revision: 0,
      createdAt: at,
      previousGroups: null,
    }),
    ...shaped,
    externalId,
    updatedAt: at,
    deletedAt: null,
  };
  return { isActive: shaped.active, data: { ...userData(user, scope), id: before?.id ?? null } };
}
