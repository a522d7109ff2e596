import { hostname } from 'node:os';
import { type Pool } from 'pg';
import { type ServiceEnvironment, VERSION } from '#config';
import { type Connector } from '#connectors';
import { type Logger } from '#log';
import {
  Connections,
  EndpointRemovals,
  OperationalEvents,
  QueueLanes,
  Reencryption,
  Retention,
  type SecretCipher,
  type StoredConnection,
  SyncQueue,
} from '#persistence';
import { type Doorbell, LANES } from '#queue';
import { type Dispatcher } from '../delivery/dispatcher.js';
import { mailTasks } from '../mail/mail-tasks.js';
import { renewWatches } from '../sync/watch-renewal.js';
import { ExpiredRecords } from './expired-records.js';
import { after, PeriodicTask } from './periodic-task.js';

/** Beyond the attempt's own time: a token that died with its process is then found by the sweep. */
const LEASE_MARGIN_MS = 15_000;

const NOTICES_EVERY_MS = 1_000;
const REMOVALS_EVERY_MS = 10_000;
const SEEN_EVERY_MS = 10_000;
const WATCHES_EVERY_MS = 60_000;
const EXPIRY_EVERY_MS = 600_000;
const HOURLY_MS = 3_600_000;

export interface PeriodicParts {
  environment: ServiceEnvironment;
  pool: Pool;
  cipher: SecretCipher;
  doorbell: Doorbell;
  dispatcher: Dispatcher;
  connect(connection: StoredConnection): Connector;
  logger: Logger;
}

/** What a worker does now and then, apart from deliveries, directories and syncs. */
export function periodicTasks(parts: PeriodicParts): PeriodicTask[] {
  const { environment, pool, cipher, doorbell, dispatcher, connect, logger } = parts;
  const queues = new QueueLanes(pool);
  const workerId = `${hostname()}-${process.pid}`;
  const operational = new OperationalEvents(pool, environment.requestTimeoutMs + LEASE_MARGIN_MS);
  const retention = new Retention(pool);
  const expired = new ExpiredRecords(pool);
  const reencryption = new Reencryption(pool, cipher);
  const removals = new EndpointRemovals(pool);
  const connections = new Connections(pool, cipher);
  const syncs = new SyncQueue(pool);
  const failed = (line: string) => (error: Error) => logger.error({ err: error }, line);
  const warned = (line: string) => (error: Error) => logger.warn({ err: error }, line);
  const onWatchError = warned('a source was not asked for notifications');
  return [
    ...mailTasks(environment, pool, logger),
    new PeriodicTask({
      everyMs: WATCHES_EVERY_MS,
      run: after(() => {
        const { publicUrl } = environment;
        return renewWatches({ connections, connect, publicUrl, onError: onWatchError });
      }),
      onError: onWatchError,
    }),
    new PeriodicTask({
      everyMs: HOURLY_MS,
      run: after(() => syncs.forget()),
      onError: failed('old syncs wait to be forgotten'),
    }),
    new PeriodicTask({
      everyMs: REMOVALS_EVERY_MS,
      run: after(() => removals.run()),
      onError: failed('what deleted endpoints leave behind waits'),
    }),
    new PeriodicTask({
      everyMs: SEEN_EVERY_MS,
      run: after(() => queues.seen({ id: workerId, version: VERSION, inFlight: dispatcher.busy })),
      onError: warned('this worker is not in the list of workers'),
    }),
    // Hourly, too, as another process may still be writing with the previous key.
    new PeriodicTask({
      everyMs: HOURLY_MS,
      run: after(async () => {
        const renewed = await reencryption.run();
        if (renewed > 0) logger.info({ renewed }, 'secrets are encrypted with the present key');
      }),
      onError: failed('re-encryption waits'),
    }),
    new PeriodicTask({
      everyMs: NOTICES_EVERY_MS,
      run: async () => {
        const { endpointIds, paused, more } = await operational.announce();
        for (const endpointId of endpointIds) doorbell.ring(LANES[0], endpointId);
        await Promise.all(paused.map((stream) => dispatcher.tellOnce(stream)));
        return more ? 0 : undefined;
      },
      onError: failed('operational events wait'),
    }),
    new PeriodicTask({
      everyMs: EXPIRY_EVERY_MS,
      run: after(() => expired.remove()),
      onError: failed('what has expired is not removed yet'),
    }),
    new PeriodicTask({
      everyMs: HOURLY_MS,
      run: after(async () => {
        const report = await retention.run();
        if (report !== undefined && (report.canceled > 0 || report.dropped.length > 0)) {
          logger.warn(report, 'retention: what has reached its age is gone');
        }
      }),
      onError: failed('retention waits'),
    }),
  ];
}
