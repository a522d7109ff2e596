import { BullModule, WorkerHost } from '@nestjs/bullmq';
import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type Type,
} from '@nestjs/common';
import { Pool } from 'pg';
import { type ServiceEnvironment, VERSION } from '#config';
import { ConnectorRegistry, CONNECTORS, createSourcePorts } from '#connectors';
import { DirectoryChanges } from '#directory';
import {
  createPool,
  createWorkerPool,
  DeliveryStore,
  logLostConnections,
  Notifications,
  PersonalDataStore,
  PostgresDirectoryTransactions,
  ResendWork,
  SecretCipher,
  type StoredConnection,
  SYNC_CHANNEL,
  TokenSigner,
  UPKEEP_CHANNEL,
  UpkeepWork,
} from '#persistence';
import { createLogger } from '#log';
import { disconnect, Doorbell, LANES, workerOptions } from '#queue';
import { AddressPolicy, Gatekeeper, Sender } from '#webhooks';
import { attemptLog } from './delivery/attempt-log.js';
import { Dispatcher } from './delivery/dispatcher.js';
import { laneProcessor } from './delivery/lane.processor.js';
import { OutcomeRecorder } from './delivery/outcome-recorder.js';
import { QueueErrors } from './delivery/queue-errors.js';
import { systemClock } from './delivery/system-clock.js';
import { DirectoryMaintenance } from './maintenance/directory-maintenance.js';
import { DeliveryMetrics } from './metrics/delivery-metrics.js';
import { MetricsServer } from './metrics/metrics-server.js';
import { type PeriodicTask } from './maintenance/periodic-task.js';
import { periodicTasks } from './maintenance/periodic-tasks.js';
import { Sweep } from './delivery/sweep.js';
import { ResendPass } from './resend/resend-pass.js';
import { createSyncPass } from './sync/create-sync-pass.js';
import { SyncPass } from './sync/sync-pass.js';

/** On shutdown, running deliveries have 8 s, and the process has 10 s (docs/operations.md). */
const GRACE_MS = 6_500;
const FLUSH_MS = 1_000;

/** As many as may be under way at all: endpoints that share an origin must not wait for each other's connections. */
const CONNECTIONS_PER_ORIGIN = 1_280;

const SYNC_CONNECTIONS = 4;

const SYNC_POOL = Symbol('sync pool');
const SYNC_NOTICES = Symbol('sync notices');
const PROCESSORS = Symbol('processors');
const TASKS = Symbol('tasks');
const UNHEARD = Symbol('unheard');
/** Stops the log of lost connections. */
const QUIET = Symbol('quiet');

/** The composition root of the worker. */
@Module({})
export class WorkerModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
    @Inject(Dispatcher) private readonly dispatcher: Dispatcher,
    @Inject(Sweep) private readonly sweep: Sweep,
    @Inject(ResendPass) private readonly resends: ResendPass,
    @Inject(DirectoryMaintenance) private readonly maintenance: DirectoryMaintenance,
    @Inject(SyncPass) private readonly syncs: SyncPass,
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(SYNC_NOTICES) private readonly syncNotices: Notifications,
    @Inject(Gatekeeper) private readonly gatekeeper: Gatekeeper,
    @Inject(SYNC_POOL) private readonly syncPool: Pool,
    @Inject(MetricsServer) private readonly metrics: MetricsServer,
    @Inject(UNHEARD) private readonly onUnheard: (error: unknown) => void,
    @Inject(PROCESSORS) private readonly processors: WorkerHost[],
    @Inject(TASKS) private readonly tasks: PeriodicTask[],
    @Inject(QUIET) private readonly quiet: () => void,
  ) {}

  static with(environment: ServiceEnvironment, options: { logger?: boolean } = {}): DynamicModule {
    const logger = createLogger('worker', options.logger);
    const queueErrors = new QueueErrors(logger);
    const onError = (error: Error) => logger.error({ err: error }, 'deliveries wait');
    const onUnheard = (error: unknown) => logger.warn({ err: error }, 'upkeep is not woken, and looks by itself');
    const cipher = new SecretCipher(environment.encryptionKey, environment.previousEncryptionKey);
    const registry = new ConnectorRegistry(CONNECTORS);
    const ports = createSourcePorts({
      allowPrivateSources: environment.allowPrivateSources,
      userAgent: `Rollcall/${VERSION}`,
    });
    const connect = ({ provider, settings, secrets }: StoredConnection) =>
      registry.create(provider, settings, secrets, ports);
    const metrics = new DeliveryMetrics();
    const logAttempt = attemptLog(logger);
    const processors: Type<WorkerHost>[] = LANES.map((lane) => laneProcessor(lane, workerOptions(environment)));
    return {
      module: WorkerModule,
      imports: [BullModule.forRoot({ connection: {} }), BullModule.registerQueue()],
      providers: [
        { provide: QueueErrors, useValue: queueErrors },
        { provide: Pool, useFactory: () => createWorkerPool(environment.databaseUrl) },
        { provide: Doorbell, useFactory: () => new Doorbell(environment, (error) => queueErrors.report(error)) },
        {
          provide: DeliveryStore,
          inject: [Pool],
          useFactory: (pool: Pool) => new DeliveryStore(pool, cipher, onError),
        },
        { provide: TokenSigner, inject: [Pool], useFactory: (pool: Pool) => new TokenSigner(pool, cipher) },
        {
          provide: Dispatcher,
          inject: [DeliveryStore, Doorbell, TokenSigner],
          useFactory: (store: DeliveryStore, doorbell: Doorbell, signer: TokenSigner) =>
            new Dispatcher({
              store,
              tokens: { issuer: environment.publicUrl, sign: (claims, type) => signer.sign(claims, type) },
              recorder: new OutcomeRecorder(store, onError),
              sender: new Sender({
                addressPolicy: new AddressPolicy({
                  allowPrivate: environment.allowPrivateEndpoints,
                  inboxPrefix: `${environment.publicUrl}/inbox/`,
                }),
                timeoutMs: environment.requestTimeoutMs,
                userAgent: `Rollcall/${VERSION}`,
                connectionsPerOrigin: CONNECTIONS_PER_ORIGIN,
              }),
              clock: systemClock,
              ladder: {
                delaysMs: environment.retryScheduleMs,
                jitter: environment.retryJitter,
                random: Math.random,
              },
              requestTimeoutMs: environment.requestTimeoutMs,
              wake: (lane, endpointId) => doorbell.ring(LANES[lane], endpointId),
              wakeAt: (lane, endpointId, at) => doorbell.ringAt(LANES[lane], endpointId, at),
              log: (report) => {
                metrics.observe(report);
                logAttempt(report);
              },
              onError,
            }),
        },
        {
          provide: Sweep,
          inject: [DeliveryStore, Dispatcher, Doorbell],
          useFactory: (store: DeliveryStore, dispatcher: Dispatcher, doorbell: Doorbell) =>
            new Sweep({
              store,
              dispatcher,
              ring: (lane, endpointId) => doorbell.ring(LANES[lane], endpointId),
              ringAnew: (lane, endpointId) => doorbell.ringAnew(LANES[lane], endpointId),
              isQueueAway: () => queueErrors.areRecent,
              onError,
            }),
        },
        {
          provide: DirectoryMaintenance,
          inject: [Pool, Doorbell],
          useFactory: (pool: Pool, doorbell: Doorbell) =>
            new DirectoryMaintenance({
              changes: new DirectoryChanges(
                new PostgresDirectoryTransactions(pool, true, environment.smtpUrl !== undefined),
                {
                  ring: (lane, endpointId) => doorbell.ring(LANES[lane], endpointId),
                  // The next turn is ours.
                  announce: () => {},
                  failed: onUnheard,
                },
              ),
              work: new UpkeepWork(pool),
              personalData: new PersonalDataStore(pool),
              onError: (error) => logger.error({ err: error }, 'upkeep of directories waits'),
            }),
        },
        {
          provide: SYNC_POOL,
          useFactory: () => createPool(environment.databaseUrl, { max: SYNC_CONNECTIONS, name: 'worker-sync' }),
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
          provide: SyncPass,
          inject: [SYNC_POOL, Doorbell, Gatekeeper, DirectoryMaintenance],
          useFactory: (pool: Pool, doorbell: Doorbell, gatekeeper: Gatekeeper, maintenance: DirectoryMaintenance) => {
            const onError = (error: Error) => logger.error({ err: error }, 'a sync waits');
            const announce = () => maintenance.wake();
            return createSyncPass({ environment, pool, cipher, doorbell, gatekeeper, connect, announce, onError });
          },
        },
        {
          provide: SYNC_NOTICES,
          inject: [SyncPass],
          useFactory: (syncs: SyncPass) =>
            new Notifications({
              databaseUrl: environment.databaseUrl,
              name: 'worker-sync-listen',
              channel: SYNC_CHANNEL,
              onNotice: () => syncs.wake(),
              onError: (error) => logger.warn({ err: error }, 'syncs are not woken, and look by themselves'),
            }),
        },
        { provide: UNHEARD, useValue: onUnheard },
        { provide: QUIET, useFactory: () => logLostConnections(logger) },
        {
          provide: Notifications,
          inject: [DirectoryMaintenance],
          useFactory: (maintenance: DirectoryMaintenance) =>
            new Notifications({
              databaseUrl: environment.databaseUrl,
              name: 'worker-listen',
              channel: UPKEEP_CHANNEL,
              onNotice: () => maintenance.wake(),
              onError: onUnheard,
            }),
        },
        {
          provide: TASKS,
          inject: [Pool, Doorbell, Dispatcher],
          useFactory: (pool: Pool, doorbell: Doorbell, dispatcher: Dispatcher) =>
            periodicTasks({ environment, pool, cipher, doorbell, dispatcher, connect, logger }),
        },
        {
          provide: ResendPass,
          inject: [Pool, Doorbell],
          useFactory: (pool: Pool, doorbell: Doorbell) =>
            new ResendPass({
              work: new ResendWork(pool),
              ring: (lane, endpointId) => doorbell.ring(LANES[lane], endpointId),
              onError: (error) => logger.error({ err: error }, 'what is sent again waits'),
            }),
        },
        {
          provide: MetricsServer,
          useFactory: () =>
            new MetricsServer(metrics.registry, { host: environment.host, port: environment.metricsPort }),
        },
        ...processors,
        { provide: PROCESSORS, inject: processors, useFactory: (...hosts: WorkerHost[]) => hosts },
      ],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.metrics.start();
    this.sweep.start();
    this.resends.start();
    this.maintenance.start();
    this.syncs.start();
    this.notifications.start().catch(this.onUnheard);
    this.syncNotices.start().catch(this.onUnheard);
    for (const task of this.tasks) task.start();
  }

  /** Before anything is torn down. A lane ends as soon as it may begin nothing more, and with it its job. */
  async beforeApplicationShutdown(): Promise<void> {
    const stopped = Promise.all(
      [this.sweep, this.maintenance, this.resends, this.syncs, ...this.tasks].map((task) => task.stop()),
    );
    const closed = this.processors.map(({ worker }) => worker.close(isAway(worker.opts.connection)));
    await this.dispatcher.close(GRACE_MS, FLUSH_MS);
    await stopped;
    await Promise.all(closed);
    for (const { worker } of this.processors) disconnect(worker.opts);
  }

  async onApplicationShutdown(): Promise<void> {
    this.metrics.stop();
    await this.notifications.stop();
    await this.syncNotices.stop();
    await this.doorbell.close();
    await this.gatekeeper.close();
    await this.syncPool.end();
    await this.pool.end();
    this.quiet();
  }
}

/** A Redis that cannot be reached: closing a BullMQ worker without force would wait for it. */
function isAway(connection: unknown): boolean {
  const { status } = connection as { status?: string };
  return status !== undefined && status !== 'ready';
}
