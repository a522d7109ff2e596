import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { Environment } from '#config';
import { DirectoryChanges } from '#directory';
import { DirectoryClaimedError, PostgresDirectoryTransactions, wakeUpkeep } from '#persistence';
import { Doorbell, LANES } from '#queue';
import { BackgroundLog } from '../../background-log.js';

/** Directories whose pass is begun before the answer: what small ones show is up to date with it. */
const AWAITED = 10;

/** Lets the users of directories be seen through settings that were just stored. */
@Injectable()
export class SettingsPass {
  private readonly changes: DirectoryChanges;

  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(Environment) { smtpUrl }: Environment,
    @Inject(Doorbell) doorbell: Doorbell,
    @Inject(BackgroundLog) private readonly log: BackgroundLog,
  ) {
    // Claims the directory, as workers do: of one that a worker is at already, the worker does this page, too.
    this.changes = new DirectoryChanges(new PostgresDirectoryTransactions(pool, true, smtpUrl !== undefined), {
      ring: (lane, endpointId) => doorbell.ring(LANES[lane], endpointId),
      // Upkeep announces as it goes.
      announce: () => {},
      failed: (error) => this.leaveToWorker(error),
    });
  }

  /** Resolves when the first page of users is done; a worker does the rest, after a wake-up. */
  async begin(directoryIds: string[]): Promise<void> {
    const awaited = directoryIds.slice(0, AWAITED);
    const pages = await Promise.all(awaited.map((id) => this.isDoneAtOnce(id)));
    if (directoryIds.length === awaited.length && pages.every((isDone) => isDone)) return;
    await wakeUpkeep(this.pool).catch((error: unknown) => this.leaveToWorker(error));
  }

  private async isDoneAtOnce(directoryId: string): Promise<boolean> {
    try {
      return await this.changes.upkeepPage(directoryId, { name: 'recompute' });
    } catch (error) {
      if (!(error instanceof DirectoryClaimedError)) this.leaveToWorker(error);
      return false;
    }
  }

  /** The pass is a row: a worker that finds it goes on. */
  private leaveToWorker(error: unknown): void {
    this.log.failed('new settings are left to the worker', error);
  }
}
