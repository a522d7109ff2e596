import { derivedId, isId, type IdPrefix } from '#directory';
import { GROUP, parseResource, type ResourceType, ScimError, type ScimResource, USER } from '#scim';
import { type SourceGroup, type SourceUser } from '../source.js';
import { type PolisGroup, type PolisUser } from './polis-reader.js';
import { mendRaw } from './mend-raw.js';

const UUID = /^[0-9a-f]{8}-/i;

/** The id here of a record there. Users pulled from Google have ids of its own, which are unique in their directory alone. */
export function idHere(prefix: IdPrefix, id: string, directoryId: string): string {
  if (isId(prefix, id)) return id;
  return derivedId(prefix, UUID.test(id) ? id : `${directoryId}:${id}`);
}

/** A user as SCIM has it: what the identity provider sent where that is SCIM, else what Polis made of it. */
export function toUser(user: PolisUser, directoryId: string, isScim: boolean): SourceUser {
  const id = idHere('diruser', user.id, directoryId);
  const raw = isScim ? mendRaw(user.raw ?? {}) : {};
  const summary = {
    userName: user.email,
    emails: user.email ? [{ value: user.email, primary: true }] : [],
    name: { givenName: user.first_name || undefined, familyName: user.last_name || undefined },
    ...(!isScim && { externalId: user.id }),
  };
  // Entra says "False"; both places are changed by every write.
  const active = String(user.active).toLowerCase() !== 'false';
  const body = isScim && typeof raw['userName'] === 'string' ? raw : { ...summary, ...externalIdOf(raw) };
  return read(USER, { ...body, active }, (resource) => ({ id, resource, groupIds: [] }), id);
}

export function toGroup(group: PolisGroup, directoryId: string, isScim: boolean): SourceGroup {
  const id = idHere('dirgroup', group.id, directoryId);
  const body = {
    ...(isScim ? mendRaw(group.raw ?? {}) : { externalId: group.id }),
    displayName: group.name,
  };
  // It does not count them.
  return read(GROUP, body, (resource) => ({ id, resource, sourceId: group.id, members: undefined }), id);
}

function read<T>(
  type: ResourceType,
  body: object,
  of: (resource: ScimResource) => T,
  id: string,
): T | { id: string; problem: string } {
  try {
    return of(parseResource(type, body));
  } catch (error) {
    if (error instanceof ScimError) return { id, problem: error.detail };
    throw error;
  }
}

function externalIdOf(raw: Record<string, unknown>): { externalId?: string } {
  return typeof raw['externalId'] === 'string' ? { externalId: raw['externalId'] } : {};
}
