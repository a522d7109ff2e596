import { isDeepStrictEqual } from 'node:util';
import { userVersion } from '#directory';
import { type UserInput } from './operation.js';

export interface ModelUser {
  id: string;
  userName: string;
  externalId: string | null;
  title: string | null;
  active: boolean;
  /** Counts the bursts; null while the user is there. */
  deletedIn: number | null;
  /** Receivers know the user as present. */
  announced: boolean;
  version: number;
  revision: number;
}

export interface ModelGroup {
  id: string;
  displayName: string;
  externalId: string | null;
  version: number;
  revision: number;
  /** Ids of users. */
  members: readonly string[];
  /** Values that are nobody's id or externalId so far. */
  references: readonly string[];
}

/** What a directory holds. Never changed in place: the search goes back to earlier ones. */
export class ModelState {
  private fingerprintOf: string | undefined;

  constructor(
    readonly users: ReadonlyMap<string, ModelUser> = new Map(),
    readonly groups: ReadonlyMap<string, ModelGroup> = new Map(),
  ) {}

  withUser(user: ModelUser): ModelState {
    return new ModelState(new Map(this.users).set(user.id, user), this.groups);
  }

  withGroup(group: ModelGroup): ModelState {
    return new ModelState(this.users, new Map(this.groups).set(group.id, group));
  }

  withoutGroup(id: string): ModelState {
    const groups = new Map(this.groups);
    groups.delete(id);
    return new ModelState(this.users, groups);
  }

  live(id: string): ModelUser | undefined {
    const user = this.users.get(id);
    return user?.deletedIn === null ? user : undefined;
  }

  groupsOf(userId: string): ModelGroup[] {
    return [...this.groups.values()].filter(({ members }) => members.includes(userId));
  }

  /** The same text for the same state, however it came about. */
  get fingerprint(): string {
    this.fingerprintOf ??= JSON.stringify([
      [...this.users.values()].sort(byId),
      [...this.groups.values()]
        .map((group) => ({ ...group, members: [...group.members].sort(), references: [...group.references].sort() }))
        .sort(byId),
    ]);
    return this.fingerprintOf;
  }
}

/** An event of the feed, as far as the model has an opinion. */
export interface ModelEvent {
  type: string;
  id: string;
  version: number;
  data: Record<string, unknown>;
  previous: Record<string, unknown> | undefined;
}

/** What receivers see of a user. */
export function userFacts(state: ModelState, user: ModelUser): Record<string, unknown> {
  return {
    preferred_username: user.userName,
    external_id: user.externalId,
    title: user.title,
    active: user.active,
    groups: state
      .groupsOf(user.id)
      .map(({ id, displayName }) => `${id} ${displayName}`)
      .sort(),
  };
}

export function groupFacts({ displayName, externalId }: ModelGroup): Record<string, unknown> {
  return { display_name: displayName, external_id: externalId };
}

/** The fields of `before` that differ in `after`; undefined where none does. */
export function differing(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Record<string, unknown> | undefined {
  const entries = Object.entries(before).filter(([key, value]) => !isDeepStrictEqual(value, after[key]));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** SCIM's view of a user. */
export function userShown(state: ModelState, user: ModelUser): Record<string, unknown> {
  const { userName, externalId, title, active } = user;
  return {
    userName,
    externalId,
    title,
    active,
    groups: state
      .groupsOf(user.id)
      .map(({ id, displayName }) => `${id} ${displayName}`)
      .sort(),
  };
}

/** What the ETag of a user says: groups that are shown count. */
export function versionOf(state: ModelState, user: ModelUser): string {
  const groups = state.groupsOf(user.id).map(({ id, displayName }) => ({ id, name: displayName }));
  return userVersion({ revision: user.revision, groups });
}

/** The user after a PATCH. */
export function patched(user: ModelUser, input: UserInput): ModelUser {
  return { ...user, ...input };
}

/** The user after a PUT: what is not sent is cleared, but for `active` and `externalId`. */
export function replaced(user: ModelUser, input: UserInput & { userName: string }): ModelUser {
  return { ...user, title: null, ...input };
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}
