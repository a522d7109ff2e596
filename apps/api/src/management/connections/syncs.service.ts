import { Inject, Injectable } from '@nestjs/common';
import { type UserScope } from '#directory';
import {
  Connections,
  type Decision,
  type KeysetPage,
  type PageRequest,
  type Searcher,
  Searches,
  SyncHistory,
  SyncQueue,
  type SyncView,
} from '#persistence';
import { Problem } from '../../http/problem.js';
import { PulledDirectories } from './pulled-directories.js';

type SyncPage = Awaited<ReturnType<SyncHistory['page']>>;
type ChangePage = Awaited<ReturnType<SyncHistory['changes']>>;

/** The syncs of a pulled directory: asked for here, run by the worker. */
@Injectable()
export class SyncsService {
  constructor(
    @Inject(PulledDirectories) private readonly pulled: PulledDirectories,
    @Inject(Connections) private readonly connections: Connections,
    @Inject(SyncQueue) private readonly queue: SyncQueue,
    @Inject(SyncHistory) private readonly history: SyncHistory,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  async start({ organizationId, directoryId }: UserScope, dryRun: boolean): Promise<SyncView> {
    const { definition } = await this.pulled.findEnabled(organizationId, directoryId);
    if (definition.provider === 'CSV') throw Problem.precondition('this directory is filled by files: upload one');
    if ((await this.connections.find(directoryId)) === undefined) {
      throw Problem.precondition('this directory has no connection to pull from: save one first');
    }
    return await this.queue.ask(directoryId, 'manual', dryRun);
  }

  async page({ organizationId, directoryId }: UserScope, page: PageRequest, searcher: Searcher): Promise<SyncPage> {
    await this.pulled.find(organizationId, directoryId);
    return await this.searches.run(searcher, (on) => this.history.page(directoryId, page, on));
  }

  async find({ organizationId, directoryId }: UserScope, id: string): Promise<SyncView> {
    await this.pulled.find(organizationId, directoryId);
    const sync = await this.history.find(directoryId, id);
    if (sync === undefined) throw Problem.notFound('sync', id);
    return sync;
  }

  async changes(
    scope: UserScope,
    id: string,
    criteria: { kind?: string; query?: string },
    page: PageRequest,
    searcher: Searcher,
  ): Promise<ChangePage & KeysetPage<unknown>> {
    await this.find(scope, id);
    return await this.searches.run(searcher, (on) => this.history.changes(id, criteria, page, on));
  }

  /** @throws Problem 409 where the sync is not in the state for it */
  async decide(
    scope: UserScope,
    id: string,
    what: 'approve' | 'reject' | 'cancel',
    reason: string | null = null,
  ): Promise<SyncView> {
    await this.find(scope, id);
    const { directoryId } = scope;
    const decided =
      what === 'cancel'
        ? await this.history.cancel(directoryId, id)
        : await this.history[what](directoryId, id, reason);
    if (decided !== 'stale') return decided;
    // As it is now: another request, or the worker, was faster.
    const { state } = await this.find(scope, id);
    throw Problem.precondition(
      what === 'cancel' ? `the sync is over: it is ${state}` : `the sync does not wait for review: it is ${state}`,
    );
  }

  async apply(scope: UserScope, id: string): Promise<SyncView> {
    const sync = await this.find(scope, id);
    if (sync.trigger !== 'upload' || !sync.dry_run) {
      throw Problem.precondition('only the check of an uploaded file can be applied');
    }
    if (sync.state !== 'succeeded')
      throw Problem.precondition(`the check of the file has not ended well: it is ${sync.state}`);
    return settled(
      await this.history.apply(scope.directoryId, id),
      'the directory has changed since the file was checked, or the file was applied already: upload it again',
    );
  }
}

function settled(decided: Decision, problem: string): SyncView {
  if (decided === 'stale') throw Problem.precondition(problem);
  return decided;
}
