import { Problem, readProblem } from './problem';

export type Query = Record<string, string | number | boolean | undefined>;

interface SendOptions {
  query?: Query;
  body?: unknown;
  /** Makes a POST that is repeated count once. */
  idempotencyKey?: string;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Calls of one face: the portal's under `/portal/api`, the dashboard's under `/api/v1`. */
export class ApiClient {
  /** Called once the session of this face has ended. */
  onSessionEnded: () => void = () => undefined;
  private readonly kept = new Map<string, { etag: string; value: unknown }>();

  constructor(
    readonly basePath: string,
    private readonly clientName: 'portal' | 'dashboard',
  ) {}

  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
    return this.call<T>('GET', path, { query, signal });
  }

  post<T>(path: string, body?: unknown, options: SendOptions = {}): Promise<T> {
    return this.call<T>('POST', path, { body, ...options });
  }

  put<T>(path: string, body?: unknown): Promise<T> {
    return this.call<T>('PUT', path, { body });
  }

  patch<T>(path: string, body?: unknown): Promise<T> {
    return this.call<T>('PATCH', path, { body });
  }

  delete<T>(path: string, query?: Query): Promise<T> {
    return this.call<T>('DELETE', path, { query });
  }

  /** An answer that is saved as a file. Browsers keep large ones on the disk. */
  async download(path: string, query?: Query): Promise<Blob> {
    const response = await this.fetch('GET', path, { query, headers: { accept: '*/*' } });
    await this.refused(response);
    try {
      return await response.blob();
    } catch {
      throw new Problem(0, 'UNREACHABLE', 'The answer ended too early.');
    }
  }

  /** A GET that costs nothing while nothing has changed: the answer that is kept is used again on 304. */
  async getIfChanged<T>(path: string, signal?: AbortSignal): Promise<T> {
    const kept = this.kept.get(path);
    const response = await this.fetch('GET', path, {
      signal,
      headers: kept === undefined ? {} : { 'if-none-match': kept.etag },
    });
    if (response.status === 304 && kept !== undefined) return kept.value as T;
    const value = await this.read<T>(response);
    const etag = response.headers.get('etag');
    if (etag !== null) this.kept.set(path, { etag, value });
    return value;
  }

  async call<T>(method: Method, path: string, options: SendOptions = {}): Promise<T> {
    return this.read<T>(await this.fetch(method, path, options));
  }

  private async fetch(method: Method, path: string, options: SendOptions): Promise<Response> {
    const { body, query, idempotencyKey, signal, headers } = options;
    const form = body instanceof FormData || body instanceof Blob;
    try {
      return await fetch(`${this.basePath}${path}${queryText(query)}`, {
        method,
        signal,
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
        headers: {
          accept: 'application/json',
          'x-rollcall-client': this.clientName,
          ...(body !== undefined && !form && { 'content-type': 'application/json' }),
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
          ...headers,
        },
        body: body === undefined ? undefined : form ? body : JSON.stringify(body),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Problem(0, 'UNREACHABLE', 'The server does not answer.');
    }
  }

  /** @throws Problem where the api has refused */
  private async refused(response: Response): Promise<void> {
    if (response.ok) return;
    const problem = await readProblem(response);
    if (problem.status === 401) this.onSessionEnded();
    throw problem;
  }

  private async read<T>(response: Response): Promise<T> {
    await this.refused(response);
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}

function queryText(query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`;
}
