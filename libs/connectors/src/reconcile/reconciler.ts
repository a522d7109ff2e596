import { type Connector, type ListContext } from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import { type Admission, EVERYBODY } from './admission.js';
import { Application, type DirectoryWriter } from './application.js';
import { Comparison } from './comparison.js';
import { Listing } from './listing.js';
import { Plan } from './plan.js';
import { storable } from './staged.js';
import { SyncLostError } from './sync-lost-error.js';
import { type SyncError, type SyncStore, type SyncWork } from './sync-store.js';
import { WarningBook } from './warning-book.js';

export interface SyncInput {
  work: SyncWork;
  connector: Connector;
  /** Where changes may be asked from; null: the source is listed in full. */
  since: string | null;
  signal: AbortSignal;
}

/**
 * Takes a sync from wherever it is to its end. What it needs to know is in the store, so that another process can go on
 * after a crash: the listing is staged first, then compared, then applied.
 */
export class Reconciler {
  constructor(
    private readonly store: SyncStore,
    private readonly writer: DirectoryWriter,
    private readonly admission: Admission = EVERYBODY,
  ) {}

  /** @throws what is neither the source's fault nor a cancellation: the sync stays as it is, to be taken up again */
  async run(input: SyncInput): Promise<void> {
    const { work, signal } = input;
    const warnings = new WarningBook(work.warnings);
    try {
      await this.advance(input, warnings);
    } catch (error) {
      // Canceled, or another's by now; or the process stops, and whoever is next goes on.
      if (error instanceof SyncLostError || signal.aborted) return await this.store.cancel(work);
      if (!(error instanceof ConnectorError)) throw error;
      work.warnings = warnings.list();
      await this.fail(work, error);
    }
  }

  private async advance(input: SyncInput, warnings: WarningBook): Promise<void> {
    const { work, connector, signal } = input;
    const context: ListContext = { signal, warn: (warning) => warnings.add(warning) };
    const listing = new Listing(connector, this.store, warnings, context);
    if (work.phase === 'listing_users') await this.list(input, listing);
    if (work.phase === 'listing_groups') await listing.groups(work);
    const plan = new Plan(this.store, work);
    let tells = true;
    if (work.phase === 'comparing') {
      const verdict = await new Comparison(this.store, plan, warnings).run(work);
      if (verdict === 'needs_review') return;
      if (verdict === 'nothing_to_do' || work.dryRun) return await this.store.succeed(work);
      tells = verdict === 'apply';
      await this.store.enter(work, 'applying');
    }
    const { store, writer, admission } = this;
    const begin = async (): Promise<void> => {
      if (tells) await this.begin(work);
    };
    await new Application({ store, plan, writer, admission, warnings, signal, begin }).run(work);
    work.warnings = warnings.list();
    if (work.announced) await this.announce(work, 'completed', { ...work.counts });
    await this.store.succeed(work);
  }

  private async list({ work, connector, since }: SyncInput, listing: Listing): Promise<void> {
    if (since !== null && connector.changes !== undefined && work.position === null) {
      work.scope = 'partial';
      try {
        return await listing.changes(work, since);
      } catch (error) {
        if (!(error instanceof ConnectorError) || error.code !== 'mark_expired') throw error;
      }
    }
    // Also where changes were listed before a review, or before a crash.
    work.scope = 'full';
    await listing.users(work);
  }

  /** Also for what went wrong before there was a connector. */
  async fail(
    work: SyncWork,
    error: Pick<ConnectorError, 'code' | 'message' | 'hint' | 'retryAfter'> | SyncError,
  ): Promise<void> {
    const { code, message, hint } = error;
    const retryAfter = 'retryAfter' in error ? error.retryAfter : undefined;
    const told = storable({ code, message, hint });
    const { isFirst } = await this.store.fail(work, told, retryAfter);
    // Once, not with every try of a source that stays away.
    if (isFirst || work.announced || work.trigger === 'manual') await this.announce(work, 'failed', { error: told });
  }

  /** With the first change: somebody who is denied at every sync makes no noise. */
  private async begin(work: SyncWork): Promise<void> {
    if (work.announced) return;
    await this.announce(work, 'started', {});
    work.announced = true;
    await this.store.save(work);
  }

  private async announce(work: SyncWork, what: 'started' | 'completed' | 'failed', more: object): Promise<void> {
    const sync = { kind: 'pull', id: work.id, trigger: work.trigger, started_at: work.startedAt, ...more };
    await this.writer.submit(work.directoryId, { kind: 'announce-sync', what, sync, caller: {} });
  }
}

/** What is told of a sync that failed again and again for a reason of ours. */
export const INTERNAL_ERROR: SyncError = {
  code: 'internal',
  message: 'Rollcall could not finish the sync.',
  hint: 'The log of the worker says why. The next sync tries again.',
};
