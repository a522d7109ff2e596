import { Readable } from 'node:stream';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Pool } from 'pg';
import { Environment, type ServiceEnvironment } from '#config';
import { createPool, DirectorySnapshot } from '#persistence';
import { Problem } from '../../http/problem.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { snapshotLines } from './snapshot-lines.js';

/** Per process. Each holds a connection for as long as its client reads: they have their own, so that SCIM never waits for one. */
const AT_ONCE = 4;

/** Its transaction keeps the whole database from being tidied up. */
const LONGEST_MS = 30 * 60_000;

/** Of the 8 s that running requests have when the process ends. */
const GRACE_MS = 6_000;

@Injectable()
export class SnapshotService implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly pool: Pool;
  private readonly streams = new Set<Readable>();
  private opening = 0;

  constructor(
    @Inject(Environment) environment: ServiceEnvironment,
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
  ) {
    this.pool = createPool(environment.databaseUrl, { max: AT_ONCE, name: 'snapshot' });
  }

  /** The directory as NDJSON. Destroying the stream ends its transaction. @throws Problem 404, 429 */
  async take(organizationId: string, directoryId: string): Promise<Readable> {
    await this.directories.find(organizationId, directoryId);
    if (this.streams.size + this.opening >= AT_ONCE) {
      const message = `${AT_ONCE} snapshots are being read already: come back when one of them is through`;
      throw new Problem(429, 'RATE_LIMITED', message, [], { 'retry-after': '10' });
    }
    this.opening++;
    const snapshot = await DirectorySnapshot.open(this.pool, { organizationId, directoryId }).finally(
      () => this.opening--,
    );
    const lines = Readable.from(snapshotLines(snapshot), { objectMode: false, highWaterMark: 1 });
    this.streams.add(lines);
    endAfter(lines, LONGEST_MS, `a snapshot must be read within ${LONGEST_MS / 60_000} minutes`);
    lines.once('close', () => {
      this.streams.delete(lines);
      void snapshot.close();
    });
    return lines;
  }

  beforeApplicationShutdown(): void {
    for (const stream of this.streams) endAfter(stream, GRACE_MS, 'the server is shutting down');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}

function endAfter(stream: Readable, ms: number, why: string): void {
  const timer = setTimeout(() => stream.destroy(new Error(why)), ms);
  timer.unref();
  stream.once('close', () => clearTimeout(timer));
}
