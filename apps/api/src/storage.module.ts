import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { Environment, type ServiceEnvironment, VERSION } from '#config';
import { DirectoryChanges } from '#directory';
import {
  createDataSource,
  createPool,
  createSearchPool,
  DirectoryReads,
  GateAdmission,
  logLostConnections,
  PostgresDirectoryTransactions,
  SecretCipher,
  Searches,
  wakeUpkeep,
} from '#persistence';
import { AddressPolicy, Gatekeeper } from '#webhooks';
import { createLogger, type Logger } from '#log';
import { Doorbell, LANES } from '#queue';
import { BackgroundLog } from './background-log.js';
import { SecurityEvents } from './security-events.js';
import { QueueWarning } from './queue-warning.js';

/** Stops the log of lost connections. */
const QUIET = Symbol('quiet');
const UNHEARD = 'the worker is not woken, and looks by itself';

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
    @Inject(QUIET) private readonly quiet: () => void,
  ) {}

  static with(environment: ServiceEnvironment, logger: Logger = createLogger('api', false)): DynamicModule {
    const log = new BackgroundLog(logger);
    const providers = [
      { provide: Environment, useValue: environment },
      { provide: BackgroundLog, useValue: log },
      { provide: QUIET, useFactory: () => logLostConnections(logger) },
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
        provide: DirectoryChanges,
        inject: [Pool, Doorbell],
        useFactory: (pool: Pool, doorbell: Doorbell) =>
          new DirectoryChanges(new PostgresDirectoryTransactions(pool, false, environment.smtpUrl !== undefined), {
            ring: (lane, endpointId) => doorbell.ring(LANES[lane], endpointId),
            announce: () => void wakeUpkeep(pool).catch((error: unknown) => log.failed(UNHEARD, error)),
            failed: (error) => log.failed(UNHEARD, error),
          }),
      },
    ];
    return { module: StorageModule, providers, exports: providers.map(({ provide }) => provide) };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.gatekeeper.close();
    await this.doorbell.close();
    await this.source.destroy();
    await this.searches.end();
    await this.pool.end();
    this.quiet();
  }
}

/**
 * Of writes, lookups, authentication and readiness. With the queues in the same database, three `api` and three `worker` processes
 * still fit the 100 connections of a server (docs/operations.md).
 */
const connectionsOf = ({ redisUrl }: ServiceEnvironment): number => (redisUrl === undefined ? 6 : 10);
