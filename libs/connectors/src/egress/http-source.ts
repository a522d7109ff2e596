import { isIP } from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { ConnectorError } from '../connector-error.js';
import {
  type HttpSource,
  type SourceAnswer,
  type SourcePorts,
  type SourceRequest,
  type StreamedAnswer,
} from '../source-ports.js';
import { askedPause } from './asked-pause.js';
import { connectionError, isIncomplete } from './connection-error.js';
import { type SourceAddressPolicy } from './source-address-policy.js';

const MIB = 1024 * 1024;
const TRIES = 5;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
/** A source that asks for more is left alone until the next sync. */
const LONGEST_WAIT_MS = 120_000;
const TRY_AGAIN = new Set([429, 502, 503, 504]);
const RATE_LIMIT_BYTES = 64 * 1024;

const ANSWER = { timeoutMs: 30_000, maxBytes: 32 * MIB };
const STREAM = { timeoutMs: 600_000, maxBytes: 2_048 * MIB };

export interface HttpSourceOptions {
  addresses: SourceAddressPolicy;
  userAgent: string;
  now: SourcePorts['now'];
  sleep: SourcePorts['sleep'];
}

/** HTTP within the bounds that the port promises: verified certificates, no proxy, no redirect. */
export class BoundedHttpSource implements HttpSource {
  private readonly agent: Agent;

  constructor(private readonly options: HttpSourceOptions) {
    this.agent = new Agent({
      connect: guardedConnector(options.addresses),
      connections: 10,
      pipelining: 1,
      keepAliveTimeout: 4_000,
      maxHeaderSize: 64 * 1024,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  async request(request: SourceRequest): Promise<SourceAnswer> {
    return await this.patiently(request, async () => {
      const { status, headers, body } = await this.exchange(request, { ...ANSWER, ...given(request) });
      return { status, headers, body: await textOf(body) };
    });
  }

  async stream(request: SourceRequest): Promise<StreamedAnswer> {
    return await this.patiently(request, async () => {
      const answer = await this.exchange(request, { ...STREAM, ...given(request) });
      const { isRateLimit } = request;
      if (!TRY_AGAIN.has(answer.status) && (answer.status < 400 || isRateLimit === undefined)) return answer;
      const body = await textOf(capped(answer.body, RATE_LIMIT_BYTES));
      return { ...answer, text: body, body: bytesOf(body) };
    });
  }

  async close(): Promise<void> {
    await this.agent.close();
  }

  private async patiently<T extends { status: number; headers: Record<string, string>; body: unknown }>(
    request: SourceRequest,
    exchange: () => Promise<T & { text?: string }>,
  ): Promise<T> {
    for (let number = 1; ; number += 1) {
      const outcome = await exchange().catch((error: unknown) => {
        if (request.signal?.aborted === true) throw error;
        if (!(error instanceof ConnectorError) || !error.isTransient || number >= TRIES) throw error;
        return undefined;
      });
      let asked: number | undefined;
      if (outcome !== undefined) {
        const { status, headers } = outcome;
        const body = outcome.text ?? (typeof outcome.body === 'string' ? outcome.body : '');
        const isLimit = status === 429 || request.isRateLimit?.({ status, headers, body }) === true;
        if (!isLimit && !TRY_AGAIN.has(status)) return outcome;
        asked = askedPause(headers, isLimit, this.options.now());
        if (number >= TRIES || (asked ?? 0) > LONGEST_WAIT_MS) throw overloaded(isLimit, status, asked);
      }
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** (number - 1), LONGEST_PAUSE_MS) * (1 + Math.random() / 2);
      await this.options.sleep(asked === undefined ? pause : Math.max(asked, 50), request.signal);
    }
  }

  private async exchange(
    { method, url, headers = {}, body, signal }: SourceRequest,
    { timeoutMs, maxBytes }: { timeoutMs: number; maxBytes: number },
  ): Promise<StreamedAnswer> {
    // Again, not only when the connection was saved: the configuration may have been different then.
    const problem = this.options.addresses.problemOf(url);
    if (problem !== undefined) throw addressDenied(new URL(url).host, problem);
    const { origin, pathname, search, host } = new URL(url);
    const deadline = AbortSignal.timeout(timeoutMs);
    let answer: Dispatcher.ResponseData;
    try {
      answer = await this.agent.request({
        origin,
        path: pathname + search,
        method,
        headers: { 'user-agent': this.options.userAgent, ...headers },
        body: body ?? null,
        signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
      });
    } catch (error) {
      throw connectionError(error, host, deadline.aborted);
    }
    if (answer.statusCode >= 300 && answer.statusCode < 400) {
      answer.body.destroy();
      throw new ConnectorError({
        code: 'malformed_answer',
        message: `${host} answers with a redirect, which Rollcall does not follow.`,
        hint: 'Put the final address into the settings of the connection.',
      });
    }
    const bounded = boundedBody(answer.body, maxBytes, host, () => deadline.aborted);
    return { status: answer.statusCode, headers: plainHeaders(answer.headers), body: bounded };
  }
}

function given({ timeoutMs, maxBytes }: SourceRequest): Partial<typeof ANSWER> {
  return { ...(timeoutMs !== undefined && { timeoutMs }), ...(maxBytes !== undefined && { maxBytes }) };
}

async function* boundedBody(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  host: string,
  isLate: () => boolean,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const piece of body) {
      size += piece.length;
      if (size > maxBytes) {
        throw new ConnectorError({
          code: 'too_large',
          message: `${host} answers with more than ${Math.round(maxBytes / MIB)} MiB.`,
          hint: 'List less: a filter, or a report with fewer columns.',
        });
      }
      yield piece;
    }
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    if (!isLate() && isIncomplete(error)) {
      throw new ConnectorError({
        code: 'incomplete_listing',
        message: `The answer of ${host} ended in the middle.`,
        hint: 'Nothing was changed. The next sync asks again.',
        cause: error,
      });
    }
    throw connectionError(error, host, isLate());
  }
}

/** The beginning of a body that is only looked at. */
async function* capped(body: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let left = most;
  for await (const piece of body) {
    yield piece.subarray(0, left);
    left -= piece.length;
    if (left <= 0) return;
  }
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) plain[name] = first;
  }
  return plain;
}

function overloaded(isLimit: boolean, status: number, retryAfter: number | undefined): ConnectorError {
  return new ConnectorError({
    code: isLimit ? 'rate_limited' : 'source_unavailable',
    message: isLimit
      ? `The source limits how often it may be asked (${status}).`
      : `The source is not available (${status}).`,
    hint: isLimit
      ? 'Sync less often, or raise the limit at the source.'
      : 'Nothing was changed. The next sync asks again.',
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

function addressDenied(host: string, problem: string): ConnectorError {
  return new ConnectorError({
    code: 'address_denied',
    message: `The address of ${host} ${problem}.`,
    hint: 'Use a public, encrypted address, or have the operator list the network in ROLLCALL_ALLOW_PRIVATE_SOURCES.',
  });
}

/** A socket never asks `lookup` about an IP literal, so those are checked here, before each connect. */
function guardedConnector(addresses: SourceAddressPolicy): buildConnector.connector {
  const options = { timeout: 15_000, rejectUnauthorized: true };
  const secure = buildConnector({ ...options, lookup: addresses.lookup(true) });
  const plain = buildConnector({ ...options, lookup: addresses.lookup(false) });
  return (target, callback) => {
    const isSecure = target.protocol === 'https:';
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const problem = isIP(host) === 0 ? undefined : addresses.problemOfAddress(host, isSecure);
    if (problem !== undefined) return callback(addressDenied(host, problem), null);
    (isSecure ? secure : plain)(target, callback);
  };
}
