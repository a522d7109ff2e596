import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ProxiedRequest {
  method: string;
  /** Behind the base URL, with its query. */
  path: string;
  // The tests read whatever shape was sent.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
  bytes: number;
}

/** `hang`: no answer, and nothing is done. `lose`: it is done, and the connection ends without an answer. */
export type ProxyFault = { status: number; headers?: Record<string, string> } | 'hang' | 'lose';

/** Stands between the agent and a SCIM endpoint: sees every request, and spoils those that a test names. */
export class ScimProxy {
  readonly requests: ProxiedRequest[] = [];
  /** Asked about each request, and again about each repetition; `index` counts from 0. */
  fault: (request: ProxiedRequest, index: number) => ProxyFault | undefined | Promise<ProxyFault | undefined> = () =>
    undefined;
  private readonly server: Server;

  private constructor(private readonly target: string) {
    this.server = createServer((request, response) => {
      this.handle(request, response).catch(() => response.destroy());
    });
  }

  /** @param target the origin of the endpoint */
  static async start(target: string): Promise<ScimProxy> {
    const proxy = new ScimProxy(target);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get writes(): ProxiedRequest[] {
    return this.requests.filter(({ method }) => method !== 'GET');
  }

  forget(): void {
    this.requests.length = 0;
    this.fault = () => undefined;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const path = message.url!.split('/scim/v2')[1] ?? message.url!;
    const body: unknown = bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : undefined;
    const request = { method: message.method!, path, body, bytes: bytes.length };
    this.requests.push(request);
    const fault = await this.fault(request, this.requests.length - 1);
    if (fault === 'hang') return;
    if (typeof fault === 'object') {
      response.writeHead(fault.status, fault.headers).end();
      return;
    }
    const answer = await fetch(`${this.target}${message.url!}`, {
      method: message.method!,
      headers: {
        authorization: message.headers.authorization ?? '',
        ...(message.headers['content-type'] !== undefined && { 'content-type': message.headers['content-type'] }),
      },
      ...(bytes.length > 0 && { body: bytes }),
    });
    const text = await answer.text();
    if (fault === 'lose') {
      response.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' }).end(text);
  }
}
