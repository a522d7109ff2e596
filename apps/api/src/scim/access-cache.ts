import { type DirectoryAccess } from '#persistence';

/** How long an answer may be used at all, should a notification ever be lost. */
const MAX_AGE_MS = 30_000;
/** That a directory does not exist is remembered apart: strangers who make up ids push no directory out. */
const UNKNOWN_MAX_AGE_MS = 1_000;
const MAX_ENTRIES = 10_000;
/** One query asks for all directories that are asked about meanwhile, however many they are. */
const LARGEST_LOAD = 500;
/** Again for a directory that was just asked about, by whoever was refused: at most so often. */
const AGAIN_EVERY_MS = 100;
const REFUSED_FOR_MS = 1_000;
const MAX_REFUSED = 200;

export interface Entry {
  /** Undefined: there is no such directory. */
  access: DirectoryAccess | undefined;
  /** When its query began, monotonic: everything that was committed before is in it. */
  at: number;
  /** Wrong tokens by their hash, and until when nobody asks the database about them again. */
  refused: Map<string, number>;
}

interface Load {
  promise: Promise<Entry>;
  resolve(entry: Entry): void;
  reject(error: unknown): void;
}

/** What is known of directories' secrets. One query at a time reads them, so that no flood of requests takes the connections of others. */
export class AccessCache {
  /** Nothing is kept while changes are not heard of. */
  keeps = false;

  private readonly known = new Map<string, Entry>();
  private readonly unknown = new Map<string, Entry>();
  private readonly wanted = new Map<string, Load>();
  private readonly scheduled = new Map<string, Promise<Entry>>();
  /** Directories that changed while a query about them was under way. */
  private readonly changed = new Set<string>();
  private loading = false;

  constructor(private readonly read: (directoryIds: string[]) => Promise<Map<string, DirectoryAccess>>) {}

  async get(directoryId: string): Promise<Entry> {
    return this.peek(directoryId) ?? (await this.load(directoryId));
  }

  /** By a query that begins after this call. */
  load(directoryId: string): Promise<Entry> {
    let load = this.wanted.get(directoryId);
    if (load === undefined) {
      load = newLoad();
      this.wanted.set(directoryId, load);
      if (!this.loading) void this.loadWanted();
    }
    return load.promise;
  }

  /** As `load`, shared by everybody who asks about the directory until its turn comes. */
  loadAgain(directoryId: string): Promise<Entry> {
    let scheduled = this.scheduled.get(directoryId);
    if (scheduled === undefined) {
      const wait = (this.peek(directoryId)?.at ?? -Infinity) + AGAIN_EVERY_MS - performance.now();
      scheduled = after(wait).then(() => {
        this.scheduled.delete(directoryId);
        return this.load(directoryId);
      });
      this.scheduled.set(directoryId, scheduled);
    }
    return scheduled;
  }

  forget(directoryId: string): void {
    this.known.delete(directoryId);
    this.unknown.delete(directoryId);
    if (this.loading) this.changed.add(directoryId);
  }

  /** @param keeps whether changes are heard of from now on */
  clear(keeps: boolean): void {
    this.keeps = keeps;
    for (const directoryId of [...this.known.keys(), ...this.unknown.keys(), ...this.wanted.keys()])
      this.forget(directoryId);
  }

  wasRefusedLately(directoryId: string, tokenHash: string): boolean {
    return (this.peek(directoryId)?.refused.get(tokenHash) ?? -Infinity) > performance.now();
  }

  refuse(directoryId: string, tokenHash: string): void {
    const refused = this.peek(directoryId)?.refused;
    if (refused === undefined) return;
    refused.delete(tokenHash);
    refused.set(tokenHash, performance.now() + REFUSED_FOR_MS);
    if (refused.size > MAX_REFUSED) dropOldest(refused);
  }

  private peek(directoryId: string): Entry | undefined {
    const now = performance.now();
    const known = this.known.get(directoryId);
    if (known !== undefined && now - known.at < MAX_AGE_MS) return known;
    const unknown = this.unknown.get(directoryId);
    return unknown !== undefined && now - unknown.at < UNKNOWN_MAX_AGE_MS ? unknown : undefined;
  }

  private async loadWanted(): Promise<void> {
    this.loading = true;
    // What is asked for in one turn goes into one query.
    await Promise.resolve();
    while (this.wanted.size > 0) {
      const batch = [...this.wanted].slice(0, LARGEST_LOAD);
      for (const [directoryId] of batch) this.wanted.delete(directoryId);
      this.changed.clear();
      const at = performance.now();
      try {
        const found = await this.read(batch.map(([directoryId]) => directoryId));
        for (const [directoryId, load] of batch) load.resolve(this.store(directoryId, found.get(directoryId), at));
      } catch (error) {
        for (const [, load] of batch) load.reject(error);
      }
    }
    this.loading = false;
  }

  private store(directoryId: string, access: DirectoryAccess | undefined, at: number): Entry {
    const refused = this.peek(directoryId)?.refused ?? new Map<string, number>();
    const entry: Entry = { access, at, refused };
    // What was read before a change is not kept after it.
    if (!this.keeps || this.changed.has(directoryId)) return entry;
    this.known.delete(directoryId);
    this.unknown.delete(directoryId);
    const entries = access === undefined ? this.unknown : this.known;
    entries.set(directoryId, entry);
    if (entries.size > MAX_ENTRIES) dropOldest(entries);
    return entry;
  }
}

function newLoad(): Load {
  let settle!: Pick<Load, 'resolve' | 'reject'>;
  const promise = new Promise<Entry>((resolve, reject) => (settle = { resolve, reject }));
  return { promise, ...settle };
}

const after = (ms: number): Promise<void> =>
  ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));

function dropOldest(map: Map<string, unknown>): void {
  map.delete(map.keys().next().value!);
}
