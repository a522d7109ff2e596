import { type Page } from '../list.js';

interface Tail {
  total_size?: number;
  next_page_token: string;
  prev_page_token: string;
}

/** The most the API gives at once: who goes through a list wants all of it. */
export const PAGE_SIZE = 100;

/** An answer of the API as a page. */
export function pageOf<T>(items: T[], answer: Tail): Page<T> {
  return {
    items,
    totalSize: answer.total_size,
    nextPageToken: answer.next_page_token,
    prevPageToken: answer.prev_page_token,
  };
}
