import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { eraseEventBody, type UserScope } from '#directory';
import { PersonalDataExport, PersonalDataStore, SearchBusyError, Searches, type Searcher } from '#persistence';
import { Problem } from '../../http/problem.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { RestChanges } from '../directories/rest-changes.js';
import { personalDataText } from './personal-data-text.js';

/** A page that finds no place among the searches comes again, so that an export which has begun does not end in the middle. */
const ATTEMPTS = 20;
const PAUSE_MS = 500;

/** What is kept on one person: to be handed out, or to be forgotten. */
@Injectable()
export class PersonalDataService {
  constructor(
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(PersonalDataStore) private readonly store: PersonalDataStore,
    @Inject(Searches) private readonly searches: Searches,
    @Inject(RestChanges) private readonly changes: RestChanges,
  ) {}

  /** The answer's text, a page at a time. @throws Problem 404 */
  async export({ organizationId, directoryId }: UserScope, userId: string, searcher: Searcher): Promise<Readable> {
    await this.directories.find(organizationId, directoryId);
    const data = new PersonalDataExport((page) => this.run(searcher, page), directoryId, userId);
    const record = await data.record();
    if (record === undefined) throw Problem.notFound('user', userId);
    return Readable.from(personalDataText(record, data), { objectMode: false, highWaterMark: 1 });
  }

  /** Whoever is still present leaves, which is announced; then nothing tells who it was. Erasing twice changes nothing. */
  async erase({ organizationId, directoryId }: UserScope, userId: string): Promise<void> {
    await this.directories.find(organizationId, directoryId);
    const isErased = await this.store.isErased(directoryId, userId);
    if (isErased === undefined) throw Problem.notFound('user', userId);
    const erasure = { directoryId, userIds: [userId] };
    if (!isErased) {
      await this.store.forgetRequests(erasure, eraseEventBody);
      await this.changes.upkeep(directoryId, { name: 'erase', userIds: [userId], reason: 'deleted' });
    }
    await this.store.scrub(erasure, eraseEventBody);
  }

  private async run<T>(searcher: Searcher, page: Parameters<typeof this.searches.run<T>>[1]): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.searches.run(searcher, page);
      } catch (error) {
        if (!(error instanceof SearchBusyError) || attempt === ATTEMPTS) throw error;
      }
      await sleep(PAUSE_MS);
    }
  }
}
