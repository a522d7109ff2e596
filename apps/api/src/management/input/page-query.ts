import { ApiPropertyOptional } from '@nestjs/swagger';
import { Allow } from 'class-validator';
import { type KeysetPage, type PageRequest } from '#persistence';
import { Text } from './fields.js';
import { decodePageToken, encodePageToken } from './page-token.js';

const DEFAULT_SIZE = 10;
const LARGEST_SIZE = 100;

/** The paging of every list. */
export class PageQuery {
  @ApiPropertyOptional({
    type: 'integer',
    default: DEFAULT_SIZE,
    description: `Items per page, from 1 to ${LARGEST_SIZE}. Rollcall uses the nearest allowed value. 0 means the default.`,
  })
  @Allow()
  page_size?: unknown;

  @Text({ description: 'A `next_page_token` or `prev_page_token` of an earlier response.', optional: true, min: 0 })
  page_token?: string;
}

/** @param list names the list that the page is of: another one's tokens are refused */
export function pageRequest(query: PageQuery, list = ''): PageRequest {
  // As in protobuf, whose clients send what is unset as 0.
  const size = Number(query.page_size) === 0 ? undefined : query.page_size;
  return { size: clamp(size, DEFAULT_SIZE, LARGEST_SIZE), ...decodePageToken(query.page_token, list) };
}

/** Lists clamp sizes, never reject them (docs/api.md): what is no number is the default. */
export function clamp(given: unknown, fallback: number, largest: number): number {
  const size = typeof given === 'string' && given.trim() === '' ? NaN : Number(given ?? NaN);
  return Number.isNaN(size) ? fallback : Math.min(Math.max(Math.trunc(size), 1), largest);
}

export interface PageTail {
  total_size: number;
  next_page_token: string;
  prev_page_token: string;
}

export function pageTail({ total, next, previous }: KeysetPage<unknown>, list = ''): PageTail {
  return {
    total_size: total,
    next_page_token: encodePageToken(next, list),
    prev_page_token: encodePageToken(previous, list),
  };
}
