import { type ScimProfile } from '#scim';
import { DirectoryError } from './directory-error.js';
import { type GroupRecord } from './group.js';
import { type UnitOfWork } from './unit-of-work.js';
import { nameKey } from './user.js';

/** Refuses names that somebody else has at this point of the batch. */
export class Uniqueness {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly profile: ScimProfile,
  ) {}

  async ofUser(id: string, userName: string): Promise<void> {
    if (!(await this.isUserNameFree(id, userName))) throw DirectoryError.of('user_name_taken', { userName });
  }

  async isUserNameFree(id: string, userName: string): Promise<boolean> {
    const namesakes = await this.unit.usersNamed(nameKey(userName));
    return namesakes.every((other) => other.deletedAt !== null || other.id === id);
  }

  /** Two groups of the identity provider may share a name where both have an externalId of their own; not with IPSIE (§6.2.1). */
  async ofGroup(group: GroupRecord): Promise<void> {
    const distinctBy = this.profile === 'ipsie' ? null : group.externalId;
    for (const other of await this.unit.groupsNamed(nameKey(group.displayName), distinctBy)) {
      if (other.id === group.id || other.source !== 'scim') continue;
      const isDistinct = distinctBy !== null && other.externalId !== null && distinctBy !== other.externalId;
      if (!isDistinct) throw DirectoryError.of('group_name_taken', { displayName: group.displayName });
    }
  }
}
