import { describe, expect, it } from 'vitest';
import { List } from './list.js';

const PAGES: Record<string, { items: number[]; next: string }> = {
  '': { items: [1, 2], next: 'b' },
  b: { items: [], next: 'c' },
  c: { items: [3], next: '' },
};

function counted() {
  const asked: string[] = [];
  const list = new List<number>(async (token = '') => {
    asked.push(token);
    const { items, next } = PAGES[token]!;
    return { items, totalSize: 3, nextPageToken: next, prevPageToken: '' };
  });
  return { list, asked };
}

describe('List', () => {
  it('goes through all pages, empty ones included', async () => {
    const items = [];
    for await (const item of counted().list) items.push(item);
    expect(items).toEqual([1, 2, 3]);
  });

  it('asks for no page that nobody reads', async () => {
    const { list, asked } = counted();
    expect(asked).toEqual([]);
    expect(await list.toArray({ limit: 1 })).toEqual([1]);
    for await (const item of list) if (item === 1) break;
    expect(asked).toEqual(['', '']);
  });

  it('gives the page that a token names', async () => {
    expect(await counted().list.page('c')).toEqual({ items: [3], totalSize: 3, nextPageToken: '', prevPageToken: '' });
  });
});
