import { type Pool } from 'pg';
import { type ServiceEnvironment } from '#config';
import { type Connector, Reconciler } from '#connectors';
import { DirectoryChanges } from '#directory';
import {
  Connections,
  GateAdmission,
  MailQueue,
  PostgresDirectoryTransactions,
  PostgresSyncStore,
  type SecretCipher,
  type StoredConnection,
  SyncQueue,
} from '#persistence';
import { type Doorbell, LANES } from '#queue';
import { type Gatekeeper } from '#webhooks';
import { SyncPass } from './sync-pass.js';

export interface SyncPassParts {
  environment: ServiceEnvironment;
  /** Apart from the deliveries': a large sync must not keep them waiting. */
  pool: Pool;
  cipher: SecretCipher;
  doorbell: Doorbell;
  gatekeeper: Gatekeeper;
  connect(connection: StoredConnection): Connector;
  /** There are announcements to make. */
  announce(): void;
  onError(error: Error): void;
}

/** Syncs change directories as SCIM requests do: by the same function, with the same mails, past the same gate. */
export function createSyncPass(parts: SyncPassParts): SyncPass {
  const { environment, pool, cipher, doorbell, gatekeeper, connect, announce, onError } = parts;
  const sendsMail = environment.smtpUrl !== undefined;
  const changes = new DirectoryChanges(new PostgresDirectoryTransactions(pool, false, sendsMail), {
    ring: (lane, endpointId) => doorbell.ring(LANES[lane], endpointId),
    announce,
    failed: (error) => onError(error as Error),
  });
  const ring = (endpointId: string) => doorbell.ring(LANES[0], endpointId);
  return new SyncPass({
    queue: new SyncQueue(pool),
    connections: new Connections(pool, cipher),
    connect,
    reconciler: new Reconciler(
      new PostgresSyncStore(pool, new MailQueue(sendsMail)),
      changes,
      new GateAdmission({ pool, cipher, gatekeeper, ring }),
    ),
    onError,
  });
}
