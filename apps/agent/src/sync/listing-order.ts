/** Keys in the order in which they were listed, read in pages while what they stand for may change between the pages. */
export class ListingOrder {
  private keys: string[] = [];
  private last = -1;

  constructor(private readonly all: () => Iterable<string>) {}

  /** The next ones after `after` for which it is so. */
  page(after: string, limit: number, isSo: (key: string) => boolean): string[] {
    if (after === '') [this.keys, this.last] = [[...this.all()], -1];
    // Usually where the page before ended.
    else if (this.keys[this.last] !== after) this.last = this.keys.indexOf(after);
    const page: string[] = [];
    for (let at = this.last + 1; at < this.keys.length && page.length < limit; at += 1) {
      if (!isSo(this.keys[at]!)) continue;
      page.push(this.keys[at]!);
      this.last = at;
    }
    return page;
  }
}
