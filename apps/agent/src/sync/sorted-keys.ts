/** Keys in order, read in pages: sorted anew with each first page, while what they stand for may change between the pages. */
export class SortedKeys {
  private keys: string[] = [];

  constructor(private readonly all: () => Iterable<string>) {}

  /** The next ones after `after` for which it is so. */
  page(after: string, limit: number, isSo: (key: string) => boolean): string[] {
    if (after === '') this.keys = [...this.all()].sort();
    const page: string[] = [];
    for (let at = this.indexAfter(after); at < this.keys.length && page.length < limit; at += 1)
      if (isSo(this.keys[at]!)) page.push(this.keys[at]!);
    return page;
  }

  private indexAfter(key: string): number {
    let [low, high] = [0, this.keys.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.keys[middle]! > key) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
