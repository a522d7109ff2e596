import { request } from 'undici';
import { type Patience, withBackoff } from '../patience.js';
import { type Listing } from '../source.js';
import { type PolisDirectory, type PolisGroup, type PolisReader, type PolisUser } from './polis-reader.js';

/** More than 50 are cut to 50 unless Polis is set up otherwise. */
const PAGE_SIZE = 50;
const TIMEOUT_MS = 30_000;

/** `retryAfterMs`: null where the answer does not say. */
class ThrottledError extends Error {
  constructor(readonly retryAfterMs: number | null) {
    super('Polis answers that it is asked too much');
  }
}

/** Polis' REST API, which lists connections by product alone. Pages go by offset, newest first: whoever comes meanwhile is read twice, or later. */
export class PolisRest implements PolisReader {
  readonly address: string;

  constructor(
    private readonly url: string,
    private readonly apiKey: string,
    private readonly products: readonly string[],
    private readonly patience: Patience = {},
  ) {
    this.address = new URL(url).host;
  }

  async *directories(): Listing<PolisDirectory> {
    for (const product of this.products) yield* this.pages<PolisDirectory>('dsync/product', { product });
  }

  users({ id }: PolisDirectory, from?: string): Listing<PolisUser> {
    return this.pages<PolisUser>('dsync/users', { directoryId: id }, from);
  }

  groups({ id }: PolisDirectory, from?: string): Listing<PolisGroup> {
    return this.pages<PolisGroup>('dsync/groups', { directoryId: id }, from);
  }

  async *members({ id }: PolisDirectory, groupId: string): Listing<string> {
    const path = `dsync/groups/${encodeURIComponent(groupId)}/members`;
    for await (const { items, next } of this.pages<{ user_id: string }>(path, { directoryId: id })) {
      yield { items: items.map(({ user_id }) => user_id), next };
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Up to the first empty page: how many it gives at once is a setting of its own. Where it has page tokens, they go before offsets. */
  private async *pages<T>(path: string, query: Record<string, string>, from = '0'): Listing<T> {
    let offset = Number(from);
    let pageToken: string | undefined;
    for (;;) {
      const paging = { pageOffset: String(offset), pageLimit: String(PAGE_SIZE), ...(pageToken && { pageToken }) };
      const answer = await this.get<{ data?: T[]; pageToken?: string }>(path, { ...query, ...paging });
      const items = answer.data ?? [];
      offset += items.length;
      pageToken = answer.pageToken;
      yield { items, next: items.length > 0 ? String(offset) : undefined };
      if (items.length === 0) return;
    }
  }

  private get<T>(path: string, query: Record<string, string>): Promise<T> {
    const url = new URL(`api/v1/${path}`, this.url.endsWith('/') ? this.url : `${this.url}/`);
    url.search = new URLSearchParams(query).toString();
    return withBackoff(
      async () => {
        const { statusCode, headers, body } = await request(url, {
          headers: { authorization: `Api-Key ${this.apiKey}`, accept: 'application/json' },
          headersTimeout: TIMEOUT_MS,
          bodyTimeout: TIMEOUT_MS,
          signal: this.patience.signal,
        });
        if (statusCode === 200) return (await body.json()) as T;
        await body.dump();
        if (statusCode === 429 || statusCode === 503) throw new ThrottledError(retryAfter(headers['retry-after']));
        const why = statusCode === 401 || statusCode === 403 ? ': is POLIS_API_KEY right?' : '';
        throw new Error(`Polis answers ${statusCode} to GET ${url.pathname}${why}`);
      },
      (error) => (error instanceof ThrottledError ? error.retryAfterMs : undefined),
      this.patience,
    );
  }
}

/** In seconds, or a date (RFC 9110 §10.2.3). */
function retryAfter(header: string | string[] | undefined): number | null {
  if (typeof header !== 'string') return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), 300_000);
}
