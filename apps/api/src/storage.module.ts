import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { Environment, type ServiceEnvironment } from '#config';
import { DirectoryChanges } from '#directory';
import {
  createDataSource,
  createPool,
  createSearchPool,
  DirectoryReads,
  GateAdmission,
  PostgresDirectoryTransactions,
  SecretCipher,
  Searches,
} from '#persistence';
import { AddressPolicy, Gatekeeper } from '#webhooks';
import { createLogger, type Logger } from '#log';
import { Doorbell, LANES } from '#queue';
import { VERSION } from './version.js';
import { BackgroundLog } from './background-log.js';
import { DeferredAnnouncements } from './deferred-announcements.js';
import { SecurityEvents } from './security-events.js';
import { QueueWarning } from './queue-warning.js';

/** What every other module stands on: the environment, PostgreSQL, the queue, the one way to change a directory. */
@Global()
@Module({})
export class StorageModule implements OnApplicationShutdown {
  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(Searches) private readonly searches: Searches,
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
    @Inject(Gatekeeper) private readonly gatekeeper: Gatekeeper,
    @Inject(DeferredAnnouncements) private readonly announcements: DeferredAnnouncements,
  ) {}

  static with(environment: ServiceEnvironment, logger: Logger = createLogger('api', false)): DynamicModule {
    const log = new BackgroundLog(logger);
    const providers = [
      { provide: Environment, useValue: environment },
      { provide: BackgroundLog, useValue: log },
      { provide: SecurityEvents, useFactory: () => new SecurityEvents(logger) },
      {
        provide: Pool,
        useFactory: () => createPool(environment.databaseUrl, { max: connectionsOf(environment), name: 'api' }),
      },
      { provide: DataSource, useFactory: () => createDataSource(environment.databaseUrl).initialize() },
      {
        provide: Doorbell,
        useFactory: () => new Doorbell(environment, new QueueWarning(logger, environment.redisUrl).report),
      },
      {
        provide: Searches,
        inject: [Pool],
        useFactory: (pool: Pool) => new Searches(createSearchPool(environment.databaseUrl), pool),
      },
      { provide: DirectoryReads, inject: [Pool], useFactory: (pool: Pool) => new DirectoryReads(pool) },
      {
        provide: SecretCipher,
        useFactory: () => new SecretCipher(environment.encryptionKey, environment.previousEncryptionKey),
      },
      {
        provide: Gatekeeper,
        useFactory: () =>
          new Gatekeeper({
            addressPolicy: new AddressPolicy({ allowPrivate: environment.allowPrivateEndpoints }),
            userAgent: `Rollcall/${VERSION}`,
          }),
      },
      {
        provide: GateAdmission,
        inject: [Pool, SecretCipher, Gatekeeper, Doorbell],
        useFactory: (pool: Pool, cipher: SecretCipher, gatekeeper: Gatekeeper, doorbell: Doorbell) =>
          new GateAdmission({ pool, cipher, gatekeeper, ring: (endpointId) => doorbell.ring(LANES[0], endpointId) }),
      },
      {
        provide: DeferredAnnouncements,
        inject: [Pool],
        useFactory: (pool: Pool) => new DeferredAnnouncements(pool, log),
      },
      {
        provide: DirectoryChanges,
        inject: [Pool, Doorbell, DeferredAnnouncements],
        useFactory: (pool: Pool, doorbell: Doorbell, announcements: DeferredAnnouncements) =>
          changeDirectories(
            new PostgresDirectoryTransactions(pool, false, environment.smtpUrl !== undefined),
            doorbell,
            announcements,
          ),
      },
    ];
    return { module: StorageModule, providers, exports: providers.map(({ provide }) => provide) };
  }

  async onApplicationShutdown(): Promise<void> {
    this.announcements.stop();
    await this.gatekeeper.close();
    await this.doorbell.close();
    await this.source.destroy();
    await this.searches.end();
    await this.pool.end();
  }
}

/**
 * Of writes, lookups, authentication and readiness. With the queues in the same database, three `api` and three `worker` processes
 * still fit the 100 connections of a server (docs/operations.md).
 */
const connectionsOf = ({ redisUrl }: ServiceEnvironment): number => (redisUrl === undefined ? 6 : 10);

function changeDirectories(
  transactions: PostgresDirectoryTransactions,
  doorbell: Doorbell,
  announcements: DeferredAnnouncements,
): DirectoryChanges {
  const changes = new DirectoryChanges(transactions, {
    ring: (lane, endpointId) => doorbell.ring(LANES[lane], endpointId),
    announce: (directoryId) => announcements.announce(directoryId),
  });
  announcements.start(changes);
  return changes;
}
