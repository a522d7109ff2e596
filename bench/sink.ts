import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

/** A receiver that answers 204 and notes when each resource was heard of first, and when it was told that a user is gone. */
export class Sink {
  readonly arrivals = new Map<string, number>();
  readonly departures = new Map<string, number>();
  private readonly waiting: { noted: Map<string, number>; count: number; resolve: () => void }[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Sink> {
    let sink: Sink | undefined = undefined as Sink | undefined;
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        const at = performance.now();
        response.writeHead(204).end();
        sink!.note(body, at);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    sink = new Sink(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return sink;
  }

  /** Resolves when that many different resources have been heard of. */
  reached(count: number): Promise<void> {
    return this.until(this.arrivals, count);
  }

  /** Resolves when that many users have been told to be gone. */
  departed(count: number): Promise<void> {
    return this.until(this.departures, count);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private until(noted: Map<string, number>, count: number): Promise<void> {
    if (noted.size >= count) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ noted, count, resolve }));
  }

  private note(body: string, at: number): void {
    // The resource's id is found without parsing: this process also makes the load.
    const id = /"data":\{"id":"([^"]+)"/.exec(body)?.[1];
    if (id === undefined) return;
    if (!this.arrivals.has(id)) this.arrivals.set(id, at);
    if (body.includes('"type":"organization.directory.user_deleted"')) this.departures.set(id, at);
    for (const waiter of this.waiting.filter(({ noted, count }) => noted.size >= count)) {
      this.waiting.splice(this.waiting.indexOf(waiter), 1);
      waiter.resolve();
    }
  }
}
