import { Inject, Injectable } from '@nestjs/common';
import { DirectoryChanges, eraseEventBody, type UserScope } from '#directory';
import { type PersonalData, PersonalDataStore } from '#persistence';
import { Problem } from '../../http/problem.js';
import { DirectoriesService } from '../directories/directories.service.js';

/** What is kept on one person: to be handed out, or to be forgotten. */
@Injectable()
export class PersonalDataService {
  constructor(
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(PersonalDataStore) private readonly store: PersonalDataStore,
    @Inject(DirectoryChanges) private readonly changes: DirectoryChanges,
  ) {}

  async export({ organizationId, directoryId }: UserScope, userId: string): Promise<PersonalData> {
    await this.directories.find(organizationId, directoryId);
    const data = await this.store.export(directoryId, userId);
    if (data === undefined) throw Problem.notFound('user', userId);
    return data;
  }

  /** Whoever is still present leaves, which is announced; then nothing tells who it was. Erasing twice changes nothing. */
  async erase(scope: UserScope, userId: string): Promise<void> {
    const { user } = await this.export(scope, userId);
    const { directoryId } = scope;
    const erasure = { directoryId, userIds: [userId] };
    if (user['erased_at'] === null) {
      await this.store.forgetRequests(erasure, eraseEventBody);
      await this.changes.upkeep(directoryId, { name: 'erase', userIds: [userId], reason: 'deleted' });
    }
    await this.store.scrub(erasure, eraseEventBody);
  }
}
