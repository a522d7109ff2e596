import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EmulatedAnswer, EmulatedRequest } from './emulated-request.js';
import { type Fault, FaultPlans } from './fault.js';

/** A source's HTTP API on loopback: a subclass answers as the documentation says, a test plans how it fails. */
export abstract class HttpEmulator {
  readonly faults = new FaultPlans();
  /** Every request in order of arrival. */
  readonly requests: EmulatedRequest[] = [];
  private readonly server: Server;

  protected constructor() {
    this.server = createServer((request, response) => {
      this.serve(request, response).catch((error: unknown) => {
        // A client that hangs up in the middle is part of the tests; anything else is a fault of the emulator.
        if (!response.headersSent && !response.destroyed) response.writeHead(599).end(String(error));
        else response.destroy();
      });
    });
  }

  protected abstract answer(request: EmulatedRequest): EmulatedAnswer | Promise<EmulatedAnswer>;

  async listen(port = 0): Promise<this> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The requests whose address holds `part`. */
  requested(part: string): EmulatedRequest[] {
    return this.requests.filter(({ url }) => url.href.includes(part));
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const request: EmulatedRequest = {
      method: message.method ?? '',
      url: new URL(message.url ?? '/', this.origin),
      headers: message.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    this.requests.push(request);
    const fault = this.faults.take(request);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'reset') {
      response.socket?.resetAndDestroy();
      return;
    }
    await send(response, fault?.kind === 'answer' ? fault : await this.answer(request), fault);
  }
}

async function send(response: ServerResponse, answer: EmulatedAnswer, fault: Fault | undefined): Promise<void> {
  const { status, headers = {}, body = '' } = answer;
  if (fault?.kind === 'cut' || fault?.kind === 'half') {
    const whole = Buffer.from(typeof body === 'string' ? body : [...body].join(''));
    const half = whole.subarray(0, Math.floor(whole.length / 2));
    response.writeHead(status, { ...headers, 'content-length': fault.kind === 'cut' ? whole.length : half.length });
    response.write(half, () => fault.kind === 'cut' && response.destroy());
    if (fault.kind === 'half') response.end();
    return;
  }
  response.writeHead(status, headers);
  if (typeof body === 'string') {
    response.end(body);
    return;
  }
  for (const piece of body) if (!response.write(piece)) await once(response, 'drain');
  response.end();
}
