import { setTimeout as wait } from 'node:timers/promises';
import { type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { Semaphore } from '#delivery';
import { parseRetryAfter } from '#webhooks';
import { AgentError } from '../agent-error.js';
import { Patience } from './patience.js';

const AT_ONCE = 8;
/** A group with very many members. */
const MOST_ANSWER_BYTES = 64 * 1024 * 1024;
const DETAIL_CHARACTERS = 300;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ScimAnswer {
  /** 0: nobody knows whether it was done; only where the request said `once`. */
  status: number;
  body: Record<string, unknown>;
}

export interface ScimEndpointOptions {
  /** Without a slash at its end. */
  base: string;
  token: string;
  userAgent: string;
  /** From the first byte to the last of one try. */
  timeoutMs: number;
  signal: AbortSignal;
  /** Told when the endpoint asks to be left alone, or does not answer. */
  onWait(ms: number, why: string): void;
  /** Rejects where the signal is aborted. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const sleepOf = async (ms: number, signal: AbortSignal): Promise<void> => await wait(ms, undefined, { signal });

/** The SCIM endpoint of a directory, with bounded patience. Answers that say how the request was wrong are returned. */
export class ScimEndpoint {
  private readonly semaphore = new Semaphore(AT_ONCE);
  private readonly agent: Dispatcher;
  /** One that is told to wait speaks for all. */
  private notBefore = 0;

  constructor(private readonly options: ScimEndpointOptions) {
    // Customers' networks reach the world by a proxy: HTTPS_PROXY, NO_PROXY.
    this.agent = new EnvHttpProxyAgent({
      connections: AT_ONCE,
      pipelining: 1,
      keepAliveTimeout: 4_000,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: Math.min(options.timeoutMs, 15_000) },
    });
  }

  /**
   * @param once the request is not repeated where it may have been done already; then the status is 0
   * @throws AgentError where the endpoint cannot be reached or refuses the token, the signal's reason where it is aborted
   */
  async send(
    method: Method,
    path: string,
    body?: object,
    { once = false, patience = new Patience() } = {},
  ): Promise<ScimAnswer> {
    return await this.semaphore.run(async () => {
      for (;;) {
        const outcome = await this.attempt(method, path, body);
        if ('answer' in outcome) return outcome.answer;
        const pause = patience.next(outcome.asked);
        if (pause === undefined) throw new AgentError('unreachable', outcome.why);
        if (outcome.asked !== undefined) this.notBefore = Math.max(this.notBefore, performance.now() + pause);
        this.options.onWait(pause, outcome.why);
        await this.pause(pause);
        if (once && outcome.mayBeDone) return { status: 0, body: {} };
      }
    });
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async attempt(method: Method, path: string, body: object | undefined): Promise<Outcome> {
    const { signal, timeoutMs, base } = this.options;
    await this.pause(this.notBefore - performance.now());
    const late = AbortSignal.timeout(timeoutMs);
    try {
      const {
        statusCode,
        headers,
        body: stream,
      } = await this.agent.request({
        ...targetOf(`${base}${path}`),
        method,
        headers: {
          authorization: `Bearer ${this.options.token}`,
          accept: 'application/scim+json',
          'user-agent': this.options.userAgent,
          ...(body !== undefined && { 'content-type': 'application/scim+json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.any([signal, late]),
      });
      const text = await bounded(stream);
      return judge(statusCode, first(headers['retry-after']), text);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof AgentError) throw error;
      const why = late.aborted
        ? `The endpoint did not answer within ${timeoutMs / 1_000} s.`
        : `The endpoint cannot be reached (${codeOf(error)}).`;
      return { why, asked: undefined, mayBeDone: true };
    }
  }

  private async pause(ms: number): Promise<void> {
    const { signal, sleep = sleepOf } = this.options;
    signal.throwIfAborted();
    if (ms > 0) await sleep(ms, signal).catch(() => signal.throwIfAborted());
  }
}

type Outcome =
  | { answer: ScimAnswer }
  /** To be tried again. */
  | { why: string; asked: number | undefined; mayBeDone: boolean };

function judge(status: number, retryAfter: string | undefined, text: string): Outcome {
  if (status === 401 || status === 403)
    throw new AgentError('refused', `The endpoint refuses the token (${status}): ${detailOf(text)}`);
  if (status >= 300 && status < 400)
    throw new AgentError(
      'failed',
      `The endpoint answers with a redirect (${status}). Give its final address as --endpoint.`,
    );
  if (status !== 408 && status !== 429 && status < 500) return { answer: { status, body: bodyOf(status, text) } };
  const asked = parseRetryAfter(retryAfter, new Date());
  const why = status === 429 ? 'The endpoint asks for fewer requests (429).' : `The endpoint answers ${status}.`;
  // Without a time, too: a limit goes away by waiting.
  return { why, asked: asked ?? (status === 429 ? 1_000 : undefined), mayBeDone: status !== 429 };
}

function bodyOf(status: number, text: string): Record<string, unknown> {
  if (text === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
  } catch {
    // A page of a proxy or of another server: said below.
  }
  if (status >= 400 && status !== 404) return {};
  throw new AgentError('failed', `The endpoint answers ${status} with something that is no SCIM. Check --endpoint.`);
}

/** What a refusal of the token says; nothing of a person is in it. */
function detailOf(text: string): string {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    if (typeof detail === 'string') return detail.slice(0, DETAIL_CHARACTERS);
  } catch {
    // No SCIM error: the status says enough.
  }
  return 'check the token, and that the directory is enabled.';
}

async function bounded(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of stream) {
    size += piece.length;
    if (size > MOST_ANSWER_BYTES) throw new AgentError('failed', 'The endpoint answers with more than 64 MiB.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function targetOf(url: string): { origin: string; path: string } {
  const { origin, pathname, search } = new URL(url);
  return { origin, path: pathname + search };
}

const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  return cause === undefined ? 'no connection' : codeOf(cause);
}
