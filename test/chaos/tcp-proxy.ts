import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export type Direction = 'toServer' | 'toClient';
export const BOTH: readonly Direction[] = ['toServer', 'toClient'];

interface Link {
  client: Socket;
  server: Socket;
  /** What is sent this way is lost, for ever. Where both ways are silent, not even an end is passed on. */
  silent: Set<Direction>;
}

/**
 * Stands between the product and one of its servers, and fails as networks do: bytes go nowhere while nothing is closed, all connections
 * break at once, or everything takes its time.
 */
export class TcpProxy {
  private readonly links = new Set<Link>();
  /** For connections that are made from now on. */
  private silentWays: readonly Direction[] = [];
  private delayMs = 0;

  private constructor(
    private readonly listener: Server,
    private readonly target: number,
  ) {}

  /** @param target a port of this machine */
  static async start(target: number): Promise<TcpProxy> {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const proxy = new TcpProxy(listener, target);
    listener.on('connection', (client) => proxy.link(client));
    return proxy;
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  /** Connections that are there fall silent for ever; those that are made, until `admit`. */
  silence(ways: readonly Direction[] = BOTH): void {
    this.silentWays = ways;
    for (const { silent } of this.links) for (const way of ways) silent.add(way);
  }

  /** New connections work again. Those that fell silent stay so. */
  admit(): void {
    this.silentWays = [];
  }

  /** Breaks every connection. */
  drop(): void {
    for (const { client, server } of this.links) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  /** Each way takes this long from now on. */
  delay(ms: number): void {
    this.delayMs = ms;
  }

  /** Something has been answered over a connection that is not silent. */
  get isUsed(): boolean {
    return [...this.links].some(({ silent, server }) => silent.size === 0 && server.bytesRead > 0);
  }

  async close(): Promise<void> {
    this.listener.close();
    this.drop();
    if (this.listener.listening) await once(this.listener, 'close');
  }

  private link(client: Socket): void {
    const link: Link = { client, server: connect(this.target, '127.0.0.1'), silent: new Set(this.silentWays) };
    this.links.add(link);
    for (const socket of [client, link.server]) socket.setNoDelay(true);
    this.pass(link, 'toServer', client, link.server);
    this.pass(link, 'toClient', link.server, client);
  }

  private pass(link: Link, way: Direction, from: Socket, to: Socket): void {
    // Equal delays keep their order.
    const later = (act: () => void) => (this.delayMs === 0 ? act() : void setTimeout(act, this.delayMs));
    from.on('data', (bytes: Buffer) => {
      if (!link.silent.has(way)) later(() => to.write(bytes));
    });
    from.on('error', () => {});
    from.on('close', () => {
      if (link.silent.has(way)) return;
      later(() => to.destroy());
      this.links.delete(link);
    });
  }
}
