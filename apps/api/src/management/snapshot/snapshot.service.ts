import { Readable } from 'node:stream';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Pool } from 'pg';
import { Environment, type ServiceEnvironment } from '#config';
import { createPool, DirectorySnapshot } from '#persistence';
import { Problem } from '../../http/problem.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { watchReader } from './reader-progress.js';
import { snapshotLines } from './snapshot-lines.js';
import { SNAPSHOTS_AT_ONCE, type SnapshotTurn, SnapshotTurns } from './snapshot-turns.js';

/** Without a page taken by the reader; as long as the database lets the transaction wait. */
export const LONGEST_STALL_MS = 60_000;

/** Its transaction keeps the whole database from being tidied up. */
const LONGEST_MS = 30 * 60_000;

/** Of the 8 s that running requests have when the process ends. */
const GRACE_MS = 6_000;

@Injectable()
export class SnapshotService implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly pool: Pool;
  private readonly streams = new Set<Readable>();
  private readonly turns = new SnapshotTurns();

  constructor(
    @Inject(Environment) environment: ServiceEnvironment,
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
  ) {
    // Apart from all others, so that SCIM never waits for a connection that a snapshot holds.
    this.pool = createPool(environment.databaseUrl, { max: SNAPSHOTS_AT_ONCE.process, name: 'snapshot' });
  }

  /** The directory as NDJSON. Destroying the stream ends its transaction, and with that the key's turn. @throws Problem 404, 429 */
  async take(keyId: string, organizationId: string, directoryId: string): Promise<Readable> {
    await this.directories.find(organizationId, directoryId);
    const own: { stream?: Readable } = {};
    const giveWay = (): void => {
      own.stream?.destroy(new Error('a snapshot was read slowly, and others wait for its place'));
    };
    const turn = this.turns.take({ keyId, directoryId, giveWay });
    if (typeof turn === 'string') {
      const message = `${turn}: come back when that is through`;
      throw new Problem(429, 'RATE_LIMITED', message, [], { 'retry-after': '10' });
    }
    const snapshot = await this.open(organizationId, directoryId, turn);
    let ended: Promise<void> | undefined;
    const end = () => (ended ??= snapshot.close().finally(() => turn.end()));
    const pages = watchReader(counted(snapshotLines(snapshot, end), turn), LONGEST_STALL_MS, () =>
      stream.destroy(new Error(`a snapshot's reader may rest for ${LONGEST_STALL_MS / 1_000} s`)),
    );
    const stream = Readable.from(pages, { objectMode: false, highWaterMark: 1 });
    own.stream = stream;
    this.streams.add(stream);
    endAfter(stream, LONGEST_MS, `a snapshot must be read within ${LONGEST_MS / 60_000} minutes`);
    stream.once('close', () => {
      this.streams.delete(stream);
      void end();
    });
    return stream;
  }

  beforeApplicationShutdown(): void {
    for (const stream of this.streams) endAfter(stream, GRACE_MS, 'the server is shutting down');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }

  private async open(organizationId: string, directoryId: string, turn: SnapshotTurn): Promise<DirectorySnapshot> {
    try {
      return await DirectorySnapshot.open(this.pool, { organizationId, directoryId });
    } catch (error) {
      turn.end();
      throw error;
    }
  }
}

/** The same pieces; each is counted when the reader comes for the next one. */
async function* counted(pieces: AsyncIterable<string>, turn: SnapshotTurn): AsyncGenerator<string> {
  for await (const piece of pieces) {
    yield piece;
    turn.wasRead(piece.length);
  }
}

function endAfter(stream: Readable, ms: number, why: string): void {
  const timer = setTimeout(() => stream.destroy(new Error(why)), ms);
  timer.unref();
  stream.once('close', () => clearTimeout(timer));
}
