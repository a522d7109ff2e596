type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Rollcall's REST API, as an application calls it. */
export class RestClient {
  constructor(
    readonly url: string,
    readonly apiKey: string,
  ) {}

  /** @returns undefined for 404 and for an answer without a body. @throws Error on any other failure */
  async call<T>(method: Method, path: string, body?: object, signal?: AbortSignal): Promise<T | undefined> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      signal: signal ?? null,
      headers: { authorization: `Bearer ${this.apiKey}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`${method} /api/v1${path} answered ${response.status}: ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as T);
  }

  /** @throws Error also where there is nothing */
  async get<T>(path: string): Promise<T> {
    return present(await this.call<T>('GET', path), `GET ${path}`);
  }

  /** @throws Error also where there is nothing */
  async post<T>(path: string, body: object): Promise<T> {
    return present(await this.call<T>('POST', path, body), `POST ${path}`);
  }
}

function present<T>(answer: T | undefined, what: string): T {
  if (answer === undefined) throw new Error(`${what} found nothing`);
  return answer;
}
