import { Pool } from 'undici';

/** A failure is a value: during a fault it is what a client has to live with. */
export type Answer = { status: number; body: Record<string, unknown> } | { status: undefined; error: string };

const TIMEOUT_MS = 30_000;

/** HTTP as an identity provider or an application speaks it, over connections of its own. */
export class HttpClient {
  private readonly pool: Pool;

  constructor(
    url: string,
    private readonly token: string,
  ) {
    this.pool = new Pool(url, { connections: 64, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  }

  async send(method: string, path: string, body?: object): Promise<Answer> {
    try {
      const response = await this.pool.request({
        method: method as 'GET',
        path,
        headers: { authorization: `Bearer ${this.token}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.body.text();
      return { status: response.statusCode, body: JSON.parse(text || '{}') as Record<string, unknown> };
    } catch (error) {
      return { status: undefined, error: (error as Error).message };
    }
  }

  /** For what has to succeed. @throws Error with the answer */
  async get<T>(path: string): Promise<T> {
    return this.must<T>('GET', path);
  }

  async must<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await this.send(method, path, body);
    if (answer.status === undefined || answer.status >= 300) {
      throw new Error(`${method} ${path}: ${JSON.stringify(answer).slice(0, 500)}`);
    }
    return answer.body as T;
  }

  get isClosed(): boolean {
    return this.pool.destroyed;
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }
}
