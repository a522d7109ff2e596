import { type Provider } from '@nestjs/common';
import { Pool } from 'pg';
import { ConnectorRegistry, CONNECTORS } from '#connectors';
import { Connections, SecretCipher, SyncHistory, SyncQueue } from '#persistence';
import { ConnectionsController } from './connections.controller.js';
import { ConnectionsService } from './connections.service.js';
import { NotificationGuesses } from './notification-guesses.js';
import { NotificationBodies, NotificationsController } from './notifications.controller.js';
import { PulledDirectories } from './pulled-directories.js';
import { SourceAccess } from './source-access.js';
import { SyncController } from './sync.controller.js';
import { SyncsController } from './syncs.controller.js';
import { SyncsService } from './syncs.service.js';
import { UploadsController } from './uploads.controller.js';
import { UploadsService } from './uploads.service.js';

/** Directories that Rollcall pulls, as a part of the management API. */
export const CONNECTION_CONTROLLERS = [
  ConnectionsController,
  SyncController,
  SyncsController,
  UploadsController,
  NotificationsController,
];

export const CONNECTION_PROVIDERS: Provider[] = [
  { provide: ConnectorRegistry, useFactory: () => new ConnectorRegistry(CONNECTORS) },
  {
    provide: Connections,
    inject: [Pool, SecretCipher],
    useFactory: (pool: Pool, cipher: SecretCipher) => new Connections(pool, cipher),
  },
  { provide: SyncQueue, inject: [Pool], useFactory: (pool: Pool) => new SyncQueue(pool) },
  { provide: SyncHistory, inject: [Pool], useFactory: (pool: Pool) => new SyncHistory(pool) },
  PulledDirectories,
  SourceAccess,
  ConnectionsService,
  SyncsService,
  UploadsService,
  NotificationGuesses,
  NotificationBodies,
];
