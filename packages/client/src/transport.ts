import { randomUUID } from 'node:crypto';
import { Deadline } from './deadline.js';
import { type CallOptions, type CreateOptions, type RollcallOptions } from './options.js';
import { pause } from './pause.js';
import { readError } from './read-error.js';
import { backoff, isTransient } from './retry-policy.js';
import { RollcallError } from './rollcall-error.js';
import { VERSION } from './version.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Call {
  method: Method;
  /** Below `/api/v1`. */
  path: string;
  /** What is undefined or null is left out. */
  query?: object;
  body?: unknown;
  /** A POST that only reads needs no key to be sent again. */
  reads?: boolean;
}

/** Sends calls, again where that is safe and can help. */
export class Transport {
  private readonly url: string;
  private readonly headers: Record<string, string>;
  private readonly timeout: number;
  private readonly maxRetries: number;
  private readonly fetch: typeof fetch;
  private readonly onIgnoredFields: (fields: string[], call: string) => void;

  constructor(options: RollcallOptions) {
    this.url = readBaseUrl(options.baseUrl);
    if (typeof options.apiKey !== 'string' || options.apiKey === '') throw new TypeError('apiKey is missing');
    const own = `rollcall-client/${VERSION} node/${process.versions.node}`;
    this.headers = {
      authorization: `Bearer ${options.apiKey}`,
      'user-agent': options.userAgent === undefined ? own : `${options.userAgent} ${own}`,
    };
    this.timeout = options.timeout ?? 30_000;
    this.maxRetries = options.maxRetries ?? 3;
    this.fetch = options.fetch ?? fetch;
    this.onIgnoredFields = options.onIgnoredFields ?? warn;
  }

  /** @returns the JSON of the answer; undefined for one without a body. @throws RollcallError, or the signal's reason */
  async json<T>(call: Call, options: CreateOptions = {}): Promise<T> {
    const headers = this.headersOf(call, options);
    return await this.retrying(options, async (isRepeated) => {
      const deadline = new Deadline(options.timeout ?? this.timeout, options.signal);
      try {
        const response = await this.fetch(this.urlOf(call), {
          method: call.method,
          headers,
          body: call.body === undefined ? undefined : JSON.stringify(call.body),
          redirect: 'manual',
          signal: deadline.signal,
        });
        const text = await response.text();
        const ignored = response.headers.get('x-ignored-fields');
        if (ignored !== null) this.onIgnoredFields(ignored.split(', '), named(call));
        // The answer to the first attempt was lost, and what it deleted is gone.
        if (isRepeated && call.method === 'DELETE' && response.status === 404) return undefined as T;
        if (!response.ok) throw readError(named(call), response.status, response.headers, text);
        return parse(call, response.status, text) as T;
      } catch (error) {
        throw this.explain(call, error, deadline, options.signal);
      } finally {
        deadline.clear();
      }
    });
  }

  /** The body of a GET as it comes. Only its beginning is tried again. @throws RollcallError, or the signal's reason */
  async *stream(call: Call, options: CallOptions = {}): AsyncGenerator<Uint8Array, void, undefined> {
    const { response, deadline } = await this.retrying(options, () => this.open(call, options));
    try {
      for await (const chunk of response.body ?? []) {
        deadline.extend();
        yield chunk as Uint8Array;
        // However long the caller works on it.
        deadline.extend();
      }
    } catch (error) {
      throw this.explain(call, error, deadline, options.signal);
    } finally {
      deadline.clear();
    }
  }

  private async open(call: Call, options: CallOptions): Promise<{ response: Response; deadline: Deadline }> {
    const deadline = new Deadline(options.timeout ?? this.timeout, options.signal);
    try {
      const response = await this.fetch(this.urlOf(call), {
        headers: this.headers,
        redirect: 'manual',
        signal: deadline.signal,
      });
      if (!response.ok) throw readError(named(call), response.status, response.headers, await response.text());
      return { response, deadline };
    } catch (error) {
      deadline.clear();
      throw this.explain(call, error, deadline, options.signal);
    }
  }

  private async retrying<T>(options: CallOptions, send: (isRepeated: boolean) => Promise<T>): Promise<T> {
    const retries = options.maxRetries ?? this.maxRetries;
    for (let attempt = 0; ; attempt++) {
      try {
        return await send(attempt > 0);
      } catch (error) {
        if (attempt >= retries || !(error instanceof RollcallError) || !isTransient(error)) throw error;
        await pause(backoff(attempt, error, Math.random()), options.signal);
      }
    }
  }

  private headersOf({ method, body, reads }: Call, { idempotencyKey }: CreateOptions): Record<string, string> {
    return {
      ...this.headers,
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      // One for all attempts: that is what makes them one.
      ...(method === 'POST' && !reads && { 'idempotency-key': idempotencyKey ?? randomUUID() }),
    };
  }

  private urlOf({ path, query }: Call): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query ?? {})) {
      for (const one of [value].flat()) if (one !== undefined && one !== null) parameters.append(name, String(one));
    }
    const search = parameters.size > 0 ? `?${parameters}` : '';
    return `${this.url}/api/v1${path}${search}`;
  }

  /** Why there is no answer. */
  private explain(call: Call, error: unknown, deadline: Deadline, signal: AbortSignal | undefined): unknown {
    if (error instanceof RollcallError) return error;
    if (deadline.isOver)
      return new RollcallError(`${named(call)}: no answer in time`, { errorCode: 'TIMEOUT', cause: error });
    if (signal?.aborted) return signal.reason;
    const { message, cause } = error as Error & { cause?: Error };
    const why = cause?.message || (cause as NodeJS.ErrnoException | undefined)?.code || message;
    return new RollcallError(`${named(call)}: no answer from ${this.url} (${why})`, {
      errorCode: 'CONNECTION_FAILED',
      cause: error,
    });
  }
}

const named = ({ method, path }: Call): string => `${method} /api/v1${path}`;

function warn(fields: string[], call: string): void {
  console.warn(`${call}: Rollcall ignored unknown fields: ${fields.join(', ')}`);
}

function parse(call: Call, status: number, text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = `${named(call)}: the answer is not JSON; is this the address of Rollcall?`;
    throw new RollcallError(message, { status, errorCode: 'BAD_ANSWER', cause: error });
  }
}

function readBaseUrl(given: string): string {
  if (!URL.canParse(given) || !/^https?:/.test(given)) {
    throw new TypeError(`baseUrl must be an http or https URL; got ${JSON.stringify(given)}`);
  }
  return given.replace(/(\/api\/v1)?\/*$/, '');
}
