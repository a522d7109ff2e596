import { type Client } from 'pg';
import { session, WatchedClient } from '#postgres';

const RECONNECT_MS = 1_000;

export interface NotificationsOptions {
  databaseUrl: string;
  /** Of the connection, as PostgreSQL shows it. */
  name: string;
  channel: string;
  onNotice(payload: string): void;
  /** From now on every notice comes; some may have been missed before. */
  onListening?(): void;
  /** Notices may be missed from now on. */
  onLost?(): void;
  onError(error: Error): void;
}

/** Hears what PostgreSQL notifies of, on a connection of its own, which is replaced when it breaks. */
export class Notifications {
  private client: Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly options: NotificationsOptions) {}

  /** @throws where the first connection fails; further ones are tried all the same, until `stop`. */
  async start(): Promise<void> {
    const { databaseUrl, name, channel, onNotice, onListening } = this.options;
    const client = new WatchedClient(session(databaseUrl, name));
    this.client = client;
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    client.on('notification', ({ payload }) => onNotice(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
    } catch (error) {
      this.lose(client);
      throw error;
    }
    // It may have broken between the two.
    if (this.client === client) onListening?.();
  }

  async stop(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    const { client } = this;
    this.client = undefined;
    await client?.end();
  }

  /** Once per connection, however often its end is reported: each loss has one successor. */
  private lose(client: Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    this.options.onLost?.();
    // Most are ended already; one whose LISTEN failed is not.
    client.end().catch(this.options.onError);
    if (this.closed) return;
    this.timer = setTimeout(() => void this.start().catch(this.options.onError), RECONNECT_MS).unref();
  }
}
