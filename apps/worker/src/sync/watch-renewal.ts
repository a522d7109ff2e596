import { type Connector } from '#connectors';
import { type Connections, type StoredConnection } from '#persistence';

/** Sources that are asked to tell of changes, and forget it after a while. */
const PROVIDERS = ['GOOGLE'];
const AT_ONCE = 20;
const TIMEOUT_MS = 30_000;

export interface WatchRenewalOptions {
  connections: Pick<Connections, 'find' | 'watchesDue' | 'saveWatch'>;
  connect(connection: StoredConnection): Connector;
  publicUrl: string;
  onError(error: Error): void;
}

/** Subscribes to the notifications of sources before the last subscription ends. A notification only hastens the next sync. */
export async function renewWatches(options: WatchRenewalOptions): Promise<void> {
  // Sources notify public addresses only.
  if (!options.publicUrl.startsWith('https://')) return;
  for (const directoryId of await options.connections.watchesDue(PROVIDERS, AT_ONCE)) {
    const connection = await options.connections.find(directoryId);
    if (connection !== undefined)
      await renew(connection, options).catch((error: unknown) => options.onError(error as Error));
  }
}

async function renew(
  connection: StoredConnection,
  { connections, connect, publicUrl }: WatchRenewalOptions,
): Promise<void> {
  const connector = connect(connection);
  try {
    const target = {
      url: `${publicUrl}/directory/${connection.directoryId}/notifications`,
      token: connection.notificationToken,
    };
    const context = { signal: AbortSignal.timeout(TIMEOUT_MS), warn: () => {} };
    const watch = await connector.watch?.(target, connection.watch ?? undefined, context);
    if (watch !== undefined) await connections.saveWatch(connection.directoryId, watch);
  } finally {
    await connector.close?.();
  }
}
