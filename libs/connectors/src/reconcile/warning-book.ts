import { type Warning } from '../connector.js';
import { storable } from './staged.js';
import { type SyncWarning } from './sync-store.js';

const MOST_CODES = 50;
const MOST_EXAMPLES = 5;
const LONGEST_EXAMPLE = 200;

/** The warnings of a sync: each kind once, with how often it came and a few examples. */
export class WarningBook {
  private readonly byCode: Map<string, SyncWarning>;

  constructor(known: readonly SyncWarning[] = []) {
    this.byCode = new Map(known.map((warning) => [warning.code, { ...warning, examples: [...warning.examples] }]));
  }

  add({ code, message, example }: Warning, count = 1): void {
    let warning = this.byCode.get(code);
    if (warning === undefined) {
      if (this.byCode.size >= MOST_CODES) return;
      this.byCode.set(code, (warning = { code, message, count: 0, examples: [] }));
    }
    warning.count += count;
    if (example === undefined || warning.examples.length >= MOST_EXAMPLES) return;
    // What the source says, and what is cut off in the middle of a character, may be nothing that can be stored.
    const shown = storable(example.slice(0, LONGEST_EXAMPLE));
    if (!warning.examples.includes(shown)) warning.examples.push(shown);
  }

  /** Of a part of the work that is done anew. */
  forget(...codes: string[]): void {
    for (const code of codes) this.byCode.delete(code);
  }

  list(): SyncWarning[] {
    return [...this.byCode.values()];
  }
}
