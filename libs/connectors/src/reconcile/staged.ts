import { type ScimResource } from '#scim';
import { type SourceGroup, type SourceUser } from '../connector.js';

/** A person of the listing, as it is staged. */
export interface StagedUser {
  externalId: string;
  resource: ScimResource;
  /** One of the references of somebody else, or null. */
  manager: string | null;
  references: string[];
  /** Null: groups are no values of people here. */
  groups: string[] | null;
  absent: string[];
}

/** A group of the listing, or a part of one. */
export interface StagedGroup {
  externalId: string;
  resource: ScimResource;
  references: string[];
  members: string[];
  nested: string[];
  everyone: boolean;
}

/** Undefined for somebody without an id or a name: nobody could be found again by them. */
export function stagedUser(user: SourceUser): StagedUser | undefined {
  const resource = storable(user.resource);
  const { externalId, userName } = resource;
  if (!isName(externalId) || !isName(userName)) return undefined;
  const { references = [], manager = null, groups, absent = [] } = user;
  return {
    externalId,
    resource,
    manager: storable(manager),
    references: storable(references),
    groups: groups === undefined ? null : storable(groups),
    absent,
  };
}

export function stagedGroup(group: SourceGroup): StagedGroup | undefined {
  const resource = storable(group.resource);
  const { externalId, displayName } = resource;
  if (!isName(externalId) || !isName(displayName)) return undefined;
  const { members, nested = [], references = [], everyone = false } = group;
  return {
    externalId,
    resource,
    references: storable(references),
    members: storable(members),
    nested: storable(nested),
    everyone,
  };
}

export const withExternalId = <T extends { externalId: string; resource: ScimResource }>(
  listed: T,
  externalId: string,
): T => ({ ...listed, externalId, resource: { ...listed.resource, externalId } });

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** PostgreSQL's text has no place for NUL, and its JSON none for half a surrogate pair. */
export function storable<T>(value: T): T {
  const text = JSON.stringify(value);
  // Both are written as escapes in JSON, and hardly ever there.
  if (!text.includes('\\u0000') && !/\\ud[89a-f]/i.test(text)) return value;
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\uFFFD');
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), clean(inner)]));
}
