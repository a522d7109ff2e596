/** Part of a list. */
export interface Page<T> {
  items: T[];
  /** Of all pages; undefined where the API does not count. */
  totalSize: number | undefined;
  /** Empty on the last page. */
  nextPageToken: string;
  /** Empty on the first page. */
  prevPageToken: string;
}

/** A list of the API. Nothing is sent before it is read. */
export class List<T> implements AsyncIterable<T> {
  constructor(private readonly read: (pageToken: string | undefined) => Promise<Page<T>>) {}

  /** One page: the first, or the one that a `nextPageToken` or `prevPageToken` names. */
  page(pageToken?: string): Promise<Page<T>> {
    return this.read(pageToken);
  }

  /** All pages, each when it is asked for. */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    let token: string | undefined;
    do {
      const page = await this.read(token);
      yield page;
      token = page.nextPageToken;
    } while (token !== '');
  }

  /** All items, a page in memory at a time. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) yield* page.items;
  }

  /** The items at once. @param limit how many of them at most */
  async toArray({ limit = Infinity }: { limit?: number } = {}): Promise<T[]> {
    const items: T[] = [];
    for await (const page of this.pages()) {
      items.push(...page.items);
      if (items.length >= limit) break;
    }
    return items.slice(0, limit);
  }
}
