/** Records that a source holds in a fixed order: those that a test has put there, then as many as are generated when asked for. */
export class Population<T extends { id: string }> {
  private readonly records = new Map<string, T>();
  private readonly removed = new Set<string>();
  private generated = 0;
  private indexOf: (id: string) => number = () => -1;
  private make: (index: number) => T = () => {
    throw new Error('nothing is generated');
  };

  /** `count` further records, made anew at each reading: 100,000 of them need no memory. `indexOf` finds one by its id. */
  generate(count: number, make: (index: number) => T, indexOf: (id: string) => number = () => -1): void {
    this.generated = count;
    this.make = make;
    this.indexOf = indexOf;
  }

  put(record: T): void {
    this.removed.delete(record.id);
    this.records.set(record.id, record);
  }

  /** @throws Error for an unknown id: a test that changes nobody proves nothing */
  change(id: string, change: Partial<T>): void {
    const record = this.get(id);
    if (record === undefined) throw new Error(`there is no ${id}`);
    this.put({ ...record, ...change });
  }

  remove(id: string): void {
    this.records.delete(id);
    this.removed.add(id);
  }

  clear(): void {
    this.records.clear();
    this.removed.clear();
    this.generated = 0;
  }

  get(id: string): T | undefined {
    const given = this.records.get(id);
    const index = this.indexOf(id);
    if (given !== undefined || this.removed.has(id) || index < 0 || index >= this.generated) return given;
    return this.make(index);
  }

  find(matches: (record: T) => boolean): T | undefined {
    for (const record of this.all()) if (matches(record)) return record;
    return undefined;
  }

  *all(): Iterable<T> {
    yield* this.records.values();
    for (let index = 0; index < this.generated; index += 1) {
      const record = this.make(index);
      if (!this.records.has(record.id) && !this.removed.has(record.id)) yield record;
    }
  }

  /** The records from `start` on, and where the next page starts; offsets count generated records that were removed as well. */
  page(start: number, size: number): { records: T[]; next?: number } {
    const given = [...this.records.values()];
    const records: T[] = [];
    let at = start;
    const end = given.length + this.generated;
    for (; at < end && records.length < size; at += 1) {
      const record = at < given.length ? given[at]! : this.make(at - given.length);
      if (at >= given.length && (this.records.has(record.id) || this.removed.has(record.id))) continue;
      records.push(record);
    }
    return at < end ? { records, next: at } : { records };
  }
}
