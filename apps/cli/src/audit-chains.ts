import { createHash } from 'node:crypto';

export interface Chain {
  /** Undefined for the entries that belong to no organization. */
  organizationId: string | undefined;
  entries: number;
  /** The hash of its last entry, which stands for all of them. */
  head: string;
}

interface Entry {
  id?: unknown;
  organization_id?: unknown;
  sequence?: unknown;
  previous_hash?: unknown;
  hash?: unknown;
}

/** An entry that is not as it was written, or does not follow the entry before it. */
export class BrokenChainError extends Error {}

/** Recomputes the chains of an export of the audit log, line by line (docs/audit.md). */
export class AuditChains {
  private readonly known = new Map<string, Chain>();
  private entries = 0;
  private isComplete = false;
  private isHeadMissing: boolean;

  /** @param head a hash that an entry has to have */
  constructor(private readonly head?: string) {
    this.isHeadMissing = head !== undefined;
  }

  /** @throws BrokenChainError, which names the entry */
  read(line: string): void {
    this.entries += 1;
    const entry = this.parse(line);
    if ((entry as { object?: unknown }).object === 'End') return this.readEnd(entry as { entries?: unknown });
    const { hash, ...hashed } = entry;
    const name = typeof entry.id === 'string' ? entry.id : `line ${this.entries}`;
    const computed = createHash('sha256').update(canonicalJson(hashed)).digest('hex');
    if (canonicalJson(entry) !== line) throw new BrokenChainError(`${name} is not written as Rollcall writes it`);
    if (hash !== computed) throw new BrokenChainError(`${name} was changed: its hash is another`);
    const organizationId = entry.organization_id as string | undefined;
    const before = this.known.get(organizationId ?? '');
    const expected = (before?.entries ?? 0) + 1;
    if (entry.sequence !== expected) {
      throw new BrokenChainError(`${name} is number ${String(entry.sequence)} of its chain, and should be ${expected}`);
    }
    if (entry.previous_hash !== before?.head) {
      throw new BrokenChainError(`${name} does not follow the entry before it: its previous_hash is another`);
    }
    if (computed === this.head) this.isHeadMissing = false;
    this.known.set(organizationId ?? '', { organizationId, entries: expected, head: computed });
  }

  /** To be called after the last line. @throws BrokenChainError where the export was cut */
  end(): Chain[] {
    if (!this.isComplete) throw new BrokenChainError(`the export was cut after ${this.entries} lines: export it again`);
    if (this.isHeadMissing) throw new BrokenChainError(`no entry has the hash ${this.head}: the log was written anew`);
    return [...this.known.values()];
  }

  private parse(line: string): Entry {
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value === 'object' && value !== null) return value;
    } catch {
      // Said below, as for other values that are no entry.
    }
    throw new BrokenChainError(`line ${this.entries} is no entry`);
  }

  private readEnd({ entries }: { entries?: unknown }): void {
    this.entries -= 1;
    if (entries !== this.entries) {
      throw new BrokenChainError(`the export has ${this.entries} entries, and says that it has ${String(entries)}`);
    }
    this.isComplete = true;
  }
}

/** RFC 8785, for what entries hold. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}
