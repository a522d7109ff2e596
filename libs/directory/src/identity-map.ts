/** What is asked of a record besides its id; null: the record is not found by this. */
type Keys<T, K extends string> = Record<K, (record: T) => string | null>;

/**
 * The records that a batch knows, each as the batch left it. A row read from the database never replaces a record that is known: the row
 * may be older than what the batch is about to write.
 */
export class IdentityMap<T extends { id: string }, K extends string> {
  /** Null: known not to be there, or not to be there any more. */
  private readonly records = new Map<string, T | null>();
  private readonly indexes: Map<K, Map<string, Set<string>>>;

  constructor(private readonly keys: Keys<T, K>) {
    this.indexes = new Map((Object.keys(keys) as K[]).map((name) => [name, new Map<string, Set<string>>()]));
  }

  knows(id: string): boolean {
    return this.records.has(id);
  }

  get(id: string): T | undefined {
    return this.records.get(id) ?? undefined;
  }

  /** Every record that is there. */
  all(): T[] {
    return [...this.records.values()].filter((record) => record !== null);
  }

  /** Those whose key is this now, the one that changed last at the end. */
  find(name: K, key: string): T[] {
    return [...(this.indexes.get(name)!.get(key) ?? [])].map((id) => this.records.get(id)!);
  }

  /** Takes a row in, unless the record is known. @returns the record as the batch knows it */
  adopt(row: T): T | undefined {
    if (!this.knows(row.id)) this.put(row);
    return this.get(row.id);
  }

  /** The record as a change left it. */
  put(record: T): void {
    this.unindex(record.id);
    this.records.set(record.id, record);
    for (const [name, index] of this.indexes) {
      const key = this.keys[name](record);
      if (key === null) continue;
      const ids = index.get(key);
      if (ids === undefined) index.set(key, new Set([record.id]));
      else ids.add(record.id);
    }
  }

  /** The record is not there, whatever the database says. */
  remove(id: string): void {
    this.unindex(id);
    this.records.set(id, null);
  }

  private unindex(id: string): void {
    const known = this.get(id);
    if (known === undefined) return;
    for (const [name, index] of this.indexes) {
      const key = this.keys[name](known);
      if (key !== null) index.get(key)?.delete(id);
    }
  }
}
