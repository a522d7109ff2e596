import { Batch, type ChangeResult } from './batch.js';
import { HalfDoneError } from './membership.js';
import { type Change, type UpkeepTask } from './change.js';
import { OutcomeUnknownError } from './outcome-unknown-error.js';
import { type Bell, type DirectoryTransactions, type Lane, type Needs } from './ports.js';
import { nameKey } from './user.js';
import { ScimError } from '#scim';

/** Changes of one transaction: enough to amortise a commit, few enough to keep its locks short. */
const MAX_BATCH = 100;

interface Waiting {
  change: Change;
  resolve(result: ChangeResult): void;
  reject(error: unknown): void;
}

/**
 * The one way to change a directory. Changes that arrive while a transaction of the same directory runs queue up and share the
 * next one (group commit); a lone change starts at once. A failure belongs to its own change.
 */
export class DirectoryChanges {
  private readonly queues = new Map<string, Waiting[]>();

  constructor(
    private readonly transactions: DirectoryTransactions,
    private readonly bell: Bell,
    private readonly clock: () => Date = () => new Date(),
  ) {}

  /** @throws ScimError where the change is refused; whatever the database throws where it could not be stored. */
  submit(directoryId: string, change: Change): Promise<ChangeResult> {
    return new Promise((resolve, reject) => {
      const waiting = { change, resolve, reject };
      const queue = this.queues.get(directoryId);
      if (queue !== undefined) {
        queue.push(waiting);
        return;
      }
      this.queues.set(directoryId, [waiting]);
      // When everything that has arrived by now was read: otherwise the first of 25 requests would have a transaction of its own.
      setImmediate(() => void this.drain(directoryId));
    });
  }

  private async drain(directoryId: string): Promise<void> {
    const queue = this.queues.get(directoryId)!;
    while (queue.length > 0) await this.commit(directoryId, queue.splice(0, MAX_BATCH));
    this.queues.delete(directoryId);
  }

  private async commit(directoryId: string, batch: Waiting[]): Promise<void> {
    let results: PromiseSettledResult<ChangeResult>[];
    try {
      results = await this.apply(
        directoryId,
        batch.map(({ change }) => change),
      );
    } catch (error) {
      // The transaction failed as a whole. Alone, each change fails or succeeds for itself; unless it may have been stored, and
      // a second try would take a creation for a duplicate.
      if (error instanceof OutcomeUnknownError) for (const waiting of batch) waiting.reject(error);
      else if (batch.length === 1) batch[0]!.reject(error instanceof HalfDoneError ? error.refusal : error);
      else for (const waiting of batch) await this.commit(directoryId, [waiting]);
      return;
    }
    results.forEach((result, index) => {
      if (result.status === 'fulfilled') batch[index]!.resolve(result.value);
      else batch[index]!.reject(result.reason);
    });
  }

  /** Applies the changes in order, in one transaction. Refusals are settled per change; a rejection means that nothing was stored. */
  async apply(directoryId: string, changes: Change[]): Promise<PromiseSettledResult<ChangeResult>[]> {
    const at = this.clock().toISOString();
    const outcome = await this.transactions.run(directoryId, async (transaction) => {
      const needs = needsOf(changes);
      const state = await transaction.load(needs);
      if (state === undefined) throw ScimError.unauthorized('there is no such directory');
      const batch = new Batch(state, needs, transaction, at);
      const results: PromiseSettledResult<ChangeResult>[] = [];
      for (const change of changes) {
        try {
          results.push({ status: 'fulfilled', value: await batch.run(change) });
        } catch (error) {
          if (!(error instanceof ScimError)) throw error;
          results.push({ status: 'rejected', reason: error });
        }
      }
      await batch.flush();
      return { results, rung: batch.rung, announcesLater: batch.announcesLater };
    });
    for (const ring of outcome.rung) {
      const [lane, endpointId] = ring.split(' ') as [string, string];
      this.bell.ring(Number(lane) as Lane, endpointId);
    }
    if (outcome.announcesLater) this.bell.announce(directoryId);
    return outcome.results;
  }

  /**
   * Announces what large membership changes left for later, a page per transaction, other changes in between.
   * Resumable: whoever calls it next goes on where a crash ended it.
   */
  async announceDeferred(directoryId: string): Promise<void> {
    for (;;) {
      const result = await this.submit(directoryId, { kind: 'announce-members', caller: {} });
      if ((result as { done: boolean }).done) return;
    }
  }

  /** What the broker does by itself, a page per transaction: alone, because it reads rows that changes beside it may have loaded before. */
  async upkeep(directoryId: string, task: UpkeepTask): Promise<void> {
    for (let done = false; !done;) {
      const [result] = await this.apply(directoryId, [{ kind: 'upkeep', task, caller: {} }]);
      if (result!.status === 'rejected') throw result!.reason;
      done = (result!.value as { done: boolean }).done;
    }
  }
}

function needsOf(changes: Change[]): Needs {
  const needs: Needs = {
    secretIds: [],
    userIds: [],
    userNameKeys: [],
    userExternalIds: [],
    groupIds: [],
  };
  for (const change of changes) {
    if (change.caller.secretId !== undefined) needs.secretIds.push(change.caller.secretId);
    if (change.kind === 'create-user') {
      needs.userNameKeys.push(nameKey(change.resource['userName'] as string));
      const externalId = change.resource['externalId'];
      if (typeof externalId === 'string') needs.userExternalIds.push(externalId);
    } else if (change.kind === 'update-user' || change.kind === 'delete-user') {
      needs.userIds.push(change.id);
    } else if (change.kind === 'update-group' || change.kind === 'delete-group') {
      needs.groupIds.push(change.id);
    } else if (change.kind === 'import-user') {
      needs.userIds.push(change.id);
      needs.userNameKeys.push(nameKey(change.resource['userName'] as string));
      // Groups may be waiting for this person under either name.
      needs.userExternalIds.push(change.id);
      const externalId = change.resource['externalId'];
      if (typeof externalId === 'string') needs.userExternalIds.push(externalId);
      needs.groupIds.push(...change.groupIds);
    } else if (change.kind === 'import-group') {
      needs.groupIds.push(change.id);
    } else if (change.kind === 'import-members') {
      needs.groupIds.push(change.groupId);
    }
  }
  return needs;
}
