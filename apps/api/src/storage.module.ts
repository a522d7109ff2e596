import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { Environment, type ServiceEnvironment } from '#config';
import { DirectoryChanges } from '#directory';
import {
  createDataSource,
  createPool,
  DirectoryReads,
  PostgresDirectoryTransactions,
  SecretCipher,
} from '#persistence';
import { Doorbell, LANES } from '#queue';
import { DeferredAnnouncements } from './deferred-announcements.js';

/** What every other module stands on: the environment, PostgreSQL, the queue, the one way to change a directory. */
@Global()
@Module({})
export class StorageModule implements OnApplicationShutdown {
  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
    @Inject(DeferredAnnouncements) private readonly announcements: DeferredAnnouncements,
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
        provide: DeferredAnnouncements,
        inject: [Pool],
        useFactory: (pool: Pool) => new DeferredAnnouncements(pool),
      },
      {
        provide: DirectoryChanges,
        inject: [Pool, Doorbell, DeferredAnnouncements],
        useFactory: changeDirectories,
      },
    ];
    return { module: StorageModule, providers, exports: providers.map(({ provide }) => provide) };
  }

  async onApplicationShutdown(): Promise<void> {
    this.announcements.stop();
    await this.doorbell.close();
    await this.source.destroy();
    await this.pool.end();
  }
}

function changeDirectories(pool: Pool, doorbell: Doorbell, announcements: DeferredAnnouncements): DirectoryChanges {
  const changes = new DirectoryChanges(new PostgresDirectoryTransactions(pool), {
    ring: (lane, endpointId) => doorbell.ring(LANES[lane], endpointId),
    announce: (directoryId) => announcements.announce(directoryId),
  });
  announcements.start(changes);
  return changes;
}

/** What has to be delivered is a row: a ring that is lost costs one interval of the sweep. */
function ignoreLostRing(): void {}
