import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { Environment, type ServiceEnvironment } from '#config';
import { DirectoryChanges } from '#directory';
import {
  createDataSource,
  directoriesWithDeferredAnnouncements,
  createPool,
  DirectoryReads,
  PostgresDirectoryTransactions,
  SecretCipher,
} from '#persistence';
import { Doorbell, LANES } from '#queue';

/** What every other module stands on: the environment, PostgreSQL, the queue, the one way to change a directory. */
@Global()
@Module({})
export class StorageModule implements OnApplicationShutdown {
  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  static with(environment: ServiceEnvironment): DynamicModule {
    const providers = [
      { provide: Environment, useValue: environment },
      { provide: Pool, useFactory: () => createPool(environment.databaseUrl, { max: 10, name: 'api' }) },
      { provide: DataSource, useFactory: () => createDataSource(environment.databaseUrl).initialize() },
      { provide: Doorbell, useFactory: () => new Doorbell(environment, ignoreLostRing) },
      { provide: DirectoryReads, inject: [Pool], useFactory: (pool: Pool) => new DirectoryReads(pool) },
      {
        provide: SecretCipher,
        useFactory: () => new SecretCipher(environment.encryptionKey, environment.previousEncryptionKey),
      },
      {
        provide: DirectoryChanges,
        inject: [Pool, Doorbell],
        useFactory: changeDirectories,
      },
    ];
    return { module: StorageModule, providers, exports: providers.map(({ provide }) => provide) };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.doorbell.close();
    await this.source.destroy();
    await this.pool.end();
  }
}

function changeDirectories(pool: Pool, doorbell: Doorbell): DirectoryChanges {
  const changes: DirectoryChanges = new DirectoryChanges(new PostgresDirectoryTransactions(pool), {
    ring: (lane, endpointId) => doorbell.ring(LANES[lane], endpointId),
    // At once in this process; should it end before, the next start goes on.
    announce: (directoryId) => void changes.announceDeferred(directoryId).catch(ignoreLostRing),
  });
  void resumeAnnouncements(pool, changes).catch(ignoreLostRing);
  return changes;
}

/** What a process that ended in the middle of announcing a large membership change left behind. */
async function resumeAnnouncements(pool: Pool, changes: DirectoryChanges): Promise<void> {
  for (const directoryId of await directoriesWithDeferredAnnouncements(pool))
    await changes.announceDeferred(directoryId);
}

/** What has to be delivered is a row: a ring that is lost costs one interval of the sweep. */
function ignoreLostRing(): void {}
