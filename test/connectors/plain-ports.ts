import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import {
  ConnectorError,
  type HttpSource,
  type ListContext,
  type SourceAnswer,
  type SourcePorts,
  type SourceRequest,
  type StreamedAnswer,
  type Warning,
} from '#connectors';

const MOST_TRIES = 3;

/** HTTP as the connectors expect it, with short waits: what the tests of one connector need, and no address policy. */
class PlainHttp implements HttpSource {
  async request(wanted: SourceRequest): Promise<SourceAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      const { status, headers, body } = await this.stream(wanted);
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) chunks.push(chunk);
      const answer = { status, headers, body: Buffer.concat(chunks).toString('utf8') };
      if (status !== 429 && status !== 503 && wanted.isRateLimit?.(answer) !== true) return answer;
      if (attempt === MOST_TRIES)
        throw new ConnectorError({ code: 'rate_limited', message: 'asked too often', hint: '' });
      await sleep(10);
    }
  }

  async stream(wanted: SourceRequest): Promise<StreamedAnswer> {
    const { statusCode, headers, body } = await request(wanted.url, {
      method: wanted.method,
      headers: wanted.headers,
      body: wanted.body,
      signal: wanted.signal,
      bodyTimeout: wanted.timeoutMs ?? 5_000,
    });
    const first = (value: string | string[] | undefined): string => (Array.isArray(value) ? value[0]! : (value ?? ''));
    return {
      status: statusCode,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, first(value)])),
      body: wholeBody(body),
    };
  }
}

async function* wholeBody(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw new ConnectorError({ code: 'incomplete_listing', message: 'the body ended early', hint: '', cause });
  }
}

export const plainPorts = (now: () => Date = () => new Date()): SourcePorts => ({
  http: new PlainHttp(),
  addresses: {
    problemOf: () => undefined,
    resolve: async (host) => {
      const { address, family } = await lookup(host);
      return { address, family: family as 4 | 6 };
    },
  },
  now,
  sleep: async (ms, signal) => void (await sleep(ms, undefined, { signal })),
});

export function listContext(): ListContext & { warnings: Warning[] } {
  const warnings: Warning[] = [];
  return { signal: new AbortController().signal, warn: (warning) => warnings.push(warning), warnings };
}

export async function collected<T>(pages: AsyncIterable<{ items: T[] }>): Promise<T[]> {
  const items: T[] = [];
  for await (const page of pages) items.push(...page.items);
  return items;
}
