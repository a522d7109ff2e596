import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Registry } from 'prom-client';

/** Scrapers are few: whoever opens more connections waits. */
const CONNECTIONS = 20;
const SLOWEST_MS = 5_000;

/** `GET /metrics` of a worker, which serves nothing else. */
export class MetricsServer {
  private server: Server | undefined;

  constructor(
    private readonly registry: Registry,
    private readonly address: { host: string; port: number | undefined },
  ) {}

  /** @throws where the port is taken; does nothing without a port */
  async start(): Promise<void> {
    const { host, port } = this.address;
    if (port === undefined) return;
    const server = createServer({ requestTimeout: SLOWEST_MS, headersTimeout: SLOWEST_MS }, (request, response) => {
      request.resume();
      if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
      this.registry.metrics().then(
        (text) => response.writeHead(200, { 'content-type': this.registry.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
    });
    server.maxConnections = CONNECTIONS;
    server.listen(port, host);
    await once(server, 'listening');
    this.server = server;
  }

  /** Undefined where it does not listen. */
  get port(): number | undefined {
    return (this.server?.address() as AddressInfo | null | undefined)?.port;
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}
