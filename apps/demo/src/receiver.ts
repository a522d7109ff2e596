import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { type Event } from '#simulation';

/** @param at monotonic time of arrival */
type OnEvent = (event: Event, at: number) => unknown;

/** A webhook receiver as an application would write it: verify the raw bytes, take the event once, answer. */
export class Receiver {
  readonly received = new Set<string>();
  /** Requests whose signature did not verify. */
  refused = 0;
  /** While it is down: it answers 500, and Rollcall keeps what it sends. */
  isDown = false;
  /** Events that came while it was down. */
  readonly turnedAway = new Set<string>();
  private webhook: Webhook | undefined;
  private readonly waiting = new Set<() => void>();

  private constructor(
    private readonly server: Server,
    private readonly onEvent: OnEvent,
    private readonly onTurnedAway: (event: Event) => unknown,
  ) {
    server.on('request', (request, response) => void this.handle(request, response).catch(() => response.destroy()));
  }

  /** Listens on a free port of this machine. */
  static async start(onEvent: OnEvent, onTurnedAway: (event: Event) => unknown = () => {}): Promise<Receiver> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Receiver(server, onEvent, onTurnedAway);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhooks`;
  }

  /** Whose signatures to accept; nobody's until then. */
  trust(secret: string): void {
    this.webhook = new Webhook(secret);
  }

  /** Resolves when all these events have arrived. @returns those that have not within `timeoutMs` */
  async all(ids: string[], timeoutMs: number): Promise<string[]> {
    const missing = () => ids.filter((id) => !this.received.has(id));
    await this.until(() => missing().length === 0, timeoutMs);
    return missing();
  }

  /** Resolves when that is so, looking after every request, or when the time is over. */
  async until(isSo: () => boolean, timeoutMs: number): Promise<void> {
    const late = AbortSignal.timeout(timeoutMs);
    while (!isSo() && !late.aborted) {
      await new Promise<void>((resolve) => {
        this.waiting.add(resolve);
        late.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = performance.now();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const event = this.verify(Buffer.concat(chunks), request);
    const isDown = this.isDown;
    response.writeHead(event === undefined ? 401 : isDown ? 500 : 204).end();
    if (event === undefined) {
      this.refused += 1;
    } else if (isDown) {
      const isFirst = !this.turnedAway.has(event.id);
      this.turnedAway.add(event.id);
      if (isFirst) this.onTurnedAway(event);
    } else if (!this.received.has(event.id)) {
      // At least once: what comes again is answered, and nothing more.
      this.received.add(event.id);
      this.onEvent(event, at);
    }
    for (const wake of [...this.waiting]) wake();
    this.waiting.clear();
  }

  private verify(body: Buffer, request: IncomingMessage): Event | undefined {
    try {
      return this.webhook?.verify(body, request.headers as Record<string, string>) as Event | undefined;
    } catch {
      return undefined;
    }
  }
}
