import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request as it arrived. */
export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** The bytes that were signed. */
  rawBody: Buffer;
  at: Date;
}

/** What to do with a request; `{}` is a plain 200. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Waits before answering. */
  delayMs?: number;
  /** Never answers; the connection ends with the client or with `close()`. */
  hang?: boolean;
  /** Answers at once, then sends one byte every so many milliseconds without end. */
  dripMs?: number;
  /** Ends the connection with a TCP reset instead of an answer. */
  reset?: boolean;
  /** A body of this many bytes in place of `body`. */
  bodyBytes?: number;
}

type Predicate = (request: ReceivedRequest) => boolean;

/** A webhook receiver that can be told what to answer. */
export class Receiver {
  readonly received: ReceivedRequest[] = [];
  /** Decides about each request, in order of arrival (`index` counts from 0). */
  answer: (request: ReceivedRequest, index: number) => Answer | Promise<Answer> = () => ({});

  private readonly unseen: ReceivedRequest[] = [];
  private readonly waiting = new Set<() => void>();
  private readonly server: Server;

  /** Webhooks of a test before may still be on their way to a port that is free again. */
  private readonly token = randomBytes(6).toString('hex');

  private constructor(private readonly isBack: boolean) {
    this.server = createServer((request, response) => {
      // A client that hangs up in the middle of a request has sent nothing that a receiver could record.
      this.handle(request, response).catch(() => response.destroy());
    });
  }

  /** Listens on a free loopback port, or on the given one (to come back after `close()`). */
  static async start(port = 0): Promise<Receiver> {
    const receiver = new Receiver(port !== 0);
    receiver.server.listen(port, '127.0.0.1');
    await once(receiver.server, 'listening');
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/webhooks/${this.token}`;
  }

  /**
   * The first request not yet returned by `next` that matches, waiting for it when needed.
   * @throws Error after `timeoutMs`, saying what did arrive.
   */
  async next(predicate: Predicate = () => true, timeoutMs = 10_000): Promise<ReceivedRequest> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const index = this.unseen.findIndex(predicate);
      if (index >= 0) return this.unseen.splice(index, 1)[0]!;
      const left = deadline - performance.now();
      if (left <= 0) throw new Error(`No matching request in ${timeoutMs} ms; ${this.received.length} arrived`);
      await this.arrival(left);
    }
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private arrival(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.waiting.add(done);
    });
  }

  private async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const request: ReceivedRequest = {
      method: message.method ?? '',
      path: message.url ?? '',
      headers: message.headers,
      rawBody: Buffer.concat(chunks),
      at: new Date(),
    };
    const [, token] = /^\/webhooks\/(\w+)/.exec(request.path) ?? [];
    if (token !== undefined && token !== this.token && !this.isBack) return void response.writeHead(404).end();
    const index = this.received.push(request) - 1;
    this.unseen.push(request);
    for (const wake of [...this.waiting]) wake();
    await this.respond(response, await this.answer(request, index));
  }

  private async respond(response: ServerResponse, answer: Answer): Promise<void> {
    if (answer.hang) return;
    if (answer.delayMs !== undefined) await sleep(answer.delayMs);
    if (answer.reset) {
      response.socket?.resetAndDestroy();
      return;
    }
    response.writeHead(answer.status ?? 200, answer.headers);
    if (answer.dripMs === undefined) {
      response.end(answer.bodyBytes === undefined ? answer.body : Buffer.alloc(answer.bodyBytes, 'x'));
      return;
    }
    while (!response.destroyed) {
      response.write('x');
      await sleep(answer.dripMs);
    }
  }
}
