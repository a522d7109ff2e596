import { isIP } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { Agent, buildConnector, request as undiciRequest } from 'undici';
import { AddressDeniedError } from './address-denied-error.js';
import { type AddressPolicy } from './address-policy.js';
import { describeSendError } from './send-error.js';
import { type SendErrorKind, type SendResult } from './send-result.js';

export interface SenderOptions {
  addressPolicy: AddressPolicy;
  /** One deadline for the whole exchange: waiting for a connection, connecting, headers, last body byte. */
  timeoutMs: number;
  userAgent: string;
  /** How much of a response body is kept; 16 KiB unless given. */
  maxResponseBytes?: number;
  /** Requests beyond this many at once to one origin wait for a connection, within their deadline. */
  connectionsPerOrigin: number;
}

export interface SendRequest {
  url: string;
  headers: Record<string, string>;
  body: Buffer | string;
  /** Ends the exchange early; the result is then `aborted`. */
  signal?: AbortSignal;
}

const KEPT_HEADER_BYTES = 16 * 1024;
/** Accepted on the wire: a verbose receiver that answers 200 has received. */
const MAX_HEADER_BYTES = 64 * 1024;
const DEFAULT_RESPONSE_BYTES = 16 * 1024;

/**
 * Posts webhooks over kept-alive HTTP/1.1 connections. Follows no redirect, uses no proxy from the environment, verifies
 * certificates whatever NODE_TLS_REJECT_UNAUTHORIZED says, and connects only where the address policy allows.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #agent: Agent;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#agent = new Agent({
      connect: guardedConnector(options),
      connections: options.connectionsPerOrigin,
      pipelining: 1,
      maxHeaderSize: MAX_HEADER_BYTES,
      // The deadline of send() governs; these would only measure the gaps between two bytes.
      headersTimeout: 0,
      bodyTimeout: 0,
      // Shorter than the 5 s of many servers: a connection they close under a request costs an attempt. An origin
      // without connections is forgotten.
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 60_000,
    });
  }

  /** Sends once. Never rejects: what goes wrong is part of the result. */
  async send(request: SendRequest): Promise<SendResult> {
    const started = performance.now();
    const elapsed = () => Math.round(performance.now() - started);
    const fail = (error: SendErrorKind, detail: string): SendResult => ({
      kind: 'error',
      error,
      detail,
      durationMs: elapsed(),
    });

    // Again, not only when the endpoint was stored: the configuration may have been different then.
    const checked = this.#options.addressPolicy.checkUrl(request.url);
    if (!checked.ok) return fail('address_denied', checked.problem);

    const deadline = new Deadline(this.#options.timeoutMs, request.signal);
    let status: number | undefined;
    try {
      // undici would connect first.
      deadline.signal.throwIfAborted();
      const response = await undiciRequest(checked.url, {
        dispatcher: this.#agent,
        method: 'POST',
        headers: { ...request.headers, 'user-agent': this.#options.userAgent },
        body: request.body,
        signal: deadline.signal,
      });
      status = response.statusCode;
      const body = await readStart(response.body, this.#options.maxResponseBytes ?? DEFAULT_RESPONSE_BYTES);
      return { kind: 'response', status, headers: keptHeaders(response.headers), body, durationMs: elapsed() };
    } catch (error) {
      if (deadline.ended === 'aborted') return fail('aborted', 'the attempt was interrupted and will be made again');
      if (deadline.ended === 'timeout') return fail('timeout', timeoutDetail(this.#options.timeoutMs, status));
      const { error: kind, detail } = describeSendError(error);
      return fail(kind, detail);
    } finally {
      deadline.clear();
    }
  }

  /** Lets running requests end, then closes the connections. Later sends are `aborted`. */
  async close(): Promise<void> {
    await this.#agent.close();
  }
}

/** Remembers which of two things ended an exchange: its time or its caller. */
class Deadline {
  ended: 'timeout' | 'aborted' | undefined;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #caller: AbortSignal | undefined;
  readonly #onAbort = () => this.#end('aborted');

  constructor(timeoutMs: number, caller: AbortSignal | undefined) {
    this.#timer = setTimeout(() => this.#end('timeout'), timeoutMs);
    this.#caller = caller;
    if (caller?.aborted) this.#onAbort();
    else caller?.addEventListener('abort', this.#onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener('abort', this.#onAbort);
  }

  #end(reason: 'timeout' | 'aborted'): void {
    this.ended ??= reason;
    this.#controller.abort();
  }
}

/** A socket never asks `lookup` about an IP literal, so those are checked here, before each connect. */
function guardedConnector({ addressPolicy, timeoutMs }: SenderOptions): buildConnector.connector {
  const connect = buildConnector({ lookup: addressPolicy.lookup, timeout: timeoutMs, rejectUnauthorized: true });
  return (target, callback) => {
    const problem = isIP(target.hostname) === 0 ? undefined : addressPolicy.problemOf(target.hostname);
    if (problem === undefined) connect(target, callback);
    else callback(new AddressDeniedError(problem), null);
  };
}

/**
 * The first `limit` bytes as text. A longer body is cut off together with its connection: reading on would let a receiver
 * hold a worker with an endless answer.
 */
async function readStart(body: AsyncIterable<Buffer>, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) break;
  }
  // The decoder holds back a character that the cut went through. PostgreSQL's text has no place for NUL.
  return new StringDecoder('utf8').write(Buffer.concat(chunks).subarray(0, limit)).replaceAll('\0', '\uFFFD');
}

function keptHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  let size = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    size += name.length + String(value).length;
    if (size <= KEPT_HEADER_BYTES) kept[name] = value;
  }
  return kept;
}

function timeoutDetail(timeoutMs: number, status: number | undefined): string {
  const seconds = `${timeoutMs / 1000} s`;
  return status === undefined
    ? `no answer within ${seconds}; answer first and do the work afterwards`
    : `status ${status} arrived, but the body did not end within ${seconds}; end the response`;
}
