import { ScimError } from '#scim';
import { type GroupRecord } from './group.js';
import { type UnitOfWork } from './unit-of-work.js';
import { nameKey } from './user.js';

/** Refuses names that somebody else has at this point of the batch. */
export class Uniqueness {
  constructor(private readonly unit: UnitOfWork) {}

  async ofUser(id: string, userName: string): Promise<void> {
    const namesakes = await this.unit.usersNamed(nameKey(userName));
    if (namesakes.every((other) => other.deletedAt !== null || other.id === id)) return;
    throw ScimError.uniqueness(`userName "${userName}" is taken in this directory`);
  }

  /** Two groups of the identity provider may share a name where both have an externalId of their own. */
  async ofGroup(group: GroupRecord): Promise<void> {
    for (const other of await this.unit.groupsNamed(nameKey(group.displayName), group.externalId)) {
      if (other.id === group.id || other.source !== 'scim') continue;
      const isDistinct =
        group.externalId !== null && other.externalId !== null && group.externalId !== other.externalId;
      if (!isDistinct) throw ScimError.uniqueness(`a group named "${group.displayName}" exists already`);
    }
  }
}
