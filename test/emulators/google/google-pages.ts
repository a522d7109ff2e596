import { randomUUID } from 'node:crypto';
import { type EmulatedAnswer, json } from '../emulated-request.js';
import type { Population } from '../population.js';
import { googleError } from './google-errors.js';

interface Listing {
  /** The name of the array. */
  key: string;
  kind: string;
  /** The largest `maxResults`. */
  most: number;
  /** `maxResults` where none is given. */
  standard: number;
}

/** Google's paging: opaque tokens, which belong to the query that they continue; no array where there is nothing. */
export class GooglePages {
  private readonly starts = new Map<string, { query: string; start: number }>();

  answer<T extends { id: string }>(
    query: URLSearchParams,
    { key, kind, most, standard }: Listing,
    listed: Population<T>,
    shown: (record: T) => unknown = (record) => record,
  ): EmulatedAnswer {
    const size = Number(query.get('maxResults') ?? standard);
    if (!Number.isInteger(size) || size < 1 || size > most)
      return googleError(
        400,
        'invalid',
        `Invalid value '${query.get('maxResults')}'. Values must be within the range: [1, ${most}]`,
      );
    const start = this.startOf(query);
    if (start === undefined) return googleError(400, 'invalid', 'Invalid Input: pageToken');
    const { records, next } = listed.page(start, size);
    return json(200, {
      kind,
      etag: '"page"',
      ...(records.length > 0 ? { [key]: records.map(shown) } : {}),
      ...(next === undefined ? {} : { nextPageToken: this.tokenFor(query, next) }),
    });
  }

  private startOf(query: URLSearchParams): number | undefined {
    const token = query.get('pageToken');
    if (token === null) return 0;
    const known = this.starts.get(token);
    return known?.query === rest(query) ? known.start : undefined;
  }

  private tokenFor(query: URLSearchParams, start: number): string {
    // Tokens of real pages hold characters that must be encoded in a query.
    const token = `${randomUUID()}+/${start}==`;
    this.starts.set(token, { query: rest(query), start });
    return token;
  }
}

/** The query without the token: every page must be asked for as the first one was. */
function rest(query: URLSearchParams): string {
  const copy = new URLSearchParams(query);
  copy.delete('pageToken');
  copy.sort();
  return copy.toString();
}
