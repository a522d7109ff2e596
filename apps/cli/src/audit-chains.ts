import { createHash } from 'node:crypto';

export interface Chain {
  /** Undefined for the entries that belong to no organization. */
  organizationId: string | undefined;
  entries: number;
  /** The hash of its last entry, which stands for all of them. */
  head: string;
}

/** The last of the entries that the owner of the database removed from the beginning of a chain. */
interface Anchor {
  sequence: number;
  hash: string;
}

interface OpenChain {
  organizationId: string | undefined;
  entries: number;
  /** The number and the hash of its last entry. */
  last: number;
  head: string | undefined;
  /** What no entry has named so far, and the entry that follows it. */
  missing: (Anchor & { before: string }) | undefined;
}

interface Entry {
  id?: unknown;
  organization_id?: unknown;
  sequence?: unknown;
  previous_hash?: unknown;
  hash?: unknown;
  actor_type?: unknown;
  action?: unknown;
  changes?: { entries?: { before?: unknown } };
}

/** An entry that is not as it was written, or does not follow the entry before it. */
export class BrokenChainError extends Error {}

/** Recomputes the chains of an export of the audit log, line by line (docs/audit.md). */
export class AuditChains {
  private readonly known = new Map<string, OpenChain>();
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
    const chain = this.known.get(organizationId ?? '') ?? begun(organizationId, entry, name);
    const expected = chain.last + 1;
    if (entry.sequence !== expected) {
      throw new BrokenChainError(`${name} is number ${String(entry.sequence)} of its chain, and should be ${expected}`);
    }
    if (entry.previous_hash !== chain.head) {
      throw new BrokenChainError(`${name} does not follow the entry before it: its previous_hash is another`);
    }
    const { missing } = chain;
    const isNamed = missing !== undefined && namesAnchor(entry, missing);
    if (computed === this.head || (isNamed && missing.hash === this.head)) this.isHeadMissing = false;
    this.known.set(organizationId ?? '', {
      organizationId,
      entries: chain.entries + 1,
      last: expected,
      head: computed,
      missing: isNamed ? undefined : missing,
    });
  }

  /** To be called after the last line. @throws BrokenChainError where the export was cut */
  end(): Chain[] {
    if (!this.isComplete) throw new BrokenChainError(`the export was cut after ${this.entries} lines: export it again`);
    for (const { missing } of this.known.values()) {
      if (missing === undefined) continue;
      throw new BrokenChainError(
        `${missing.before} is number ${missing.sequence + 1} of its chain, and no entry says that those before it were removed`,
      );
    }
    if (this.isHeadMissing) throw new BrokenChainError(`no entry has the hash ${this.head}: the log was written anew`);
    return [...this.known.values()].map(({ organizationId, entries, head }) => ({
      organizationId,
      entries,
      head: head!,
    }));
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

/** A chain begins with number 1, or behind entries that were removed and are named in a later entry. */
function begun(organizationId: string | undefined, { sequence, previous_hash: hash }: Entry, name: string): OpenChain {
  const isFirst = typeof sequence !== 'number' || sequence <= 1 || typeof hash !== 'string';
  if (isFirst) return { organizationId, entries: 0, last: 0, head: undefined, missing: undefined };
  const missing = { sequence: sequence - 1, hash, before: name };
  return { organizationId, entries: 0, last: sequence - 1, head: hash, missing };
}

function namesAnchor({ actor_type, action, changes }: Entry, anchor: Anchor): boolean {
  if (actor_type !== 'system' || action !== 'audit_log.trim') return false;
  const named = changes?.entries?.before as Partial<Anchor> | undefined;
  return named?.sequence === anchor.sequence && named.hash === anchor.hash;
}

/** RFC 8785, for what entries hold. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}
