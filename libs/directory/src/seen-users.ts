import { nameKey, userNameOf, type UserRecord } from './user.js';

/** The users of a batch by what they are or were called, so that a creation does not look at all of them. */
export class SeenUsers {
  private readonly idsByName = new Map<string, Set<string>>();
  private readonly idsByExternalId = new Map<string, Set<string>>();

  /** @param users as they are now, by id */
  constructor(private readonly users: ReadonlyMap<string, UserRecord>) {}

  note(user: UserRecord): void {
    add(this.idsByName, nameKey(userNameOf(user)), user.id);
    if (user.externalId !== null) add(this.idsByExternalId, user.externalId, user.id);
  }

  byName(key: string): UserRecord[] {
    return this.now(this.idsByName.get(key)).filter((user) => nameKey(userNameOf(user)) === key);
  }

  byExternalId(externalId: string): UserRecord[] {
    return this.now(this.idsByExternalId.get(externalId)).filter((user) => user.externalId === externalId);
  }

  private now(ids: ReadonlySet<string> = new Set()): UserRecord[] {
    return [...ids].map((id) => this.users.get(id)!);
  }
}

function add(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids === undefined) index.set(key, new Set([id]));
  else ids.add(id);
}
