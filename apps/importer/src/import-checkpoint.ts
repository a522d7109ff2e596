import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Phase } from './progress.js';

/** Where a directory's import is to go on; `from` undefined: at the beginning of the phase. */
export interface Position {
  phase: Phase;
  from: string | undefined;
}

type Entry =
  { import: string } | { directory: string; done: true } | { directory: string; phase: Phase; from?: string };

/**
 * How far an import came: a line per page, appended after its transaction. Only a saving of time: what is read twice is written once,
 * so that a lost or torn line is no harm.
 */
export class ImportCheckpoint {
  private readonly done = new Set<string>();
  private readonly positions = new Map<string, Position>();
  /** There was an import of the same source into the same broker that did not end. */
  readonly isContinued: boolean;

  /** @param importId of which source, into which broker */
  constructor(
    private readonly file: string,
    importId: string,
  ) {
    const entries = existsSync(file) ? readEntries(file) : [];
    const first = entries[0];
    this.isContinued = first !== undefined && 'import' in first && first.import === importId;
    if (!this.isContinued) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, '', { mode: 0o600 });
      this.append({ import: importId });
      return;
    }
    // Ends a torn line, so that the next one can be read.
    appendFileSync(file, '\n');
    for (const entry of entries) {
      if ('done' in entry) this.done.add(entry.directory);
      else if ('phase' in entry) this.positions.set(entry.directory, { phase: entry.phase, from: entry.from });
    }
  }

  isDone(directoryId: string): boolean {
    return this.done.has(directoryId);
  }

  positionOf(directoryId: string): Position {
    return this.positions.get(directoryId) ?? { phase: 'groups', from: undefined };
  }

  reached(directoryId: string, { phase, from }: Position): void {
    this.append({ directory: directoryId, phase, from });
  }

  finished(directoryId: string): void {
    this.append({ directory: directoryId, done: true });
  }

  /** The import is over: the next one begins anew. */
  remove(): void {
    rmSync(this.file, { force: true });
  }

  private append(entry: Entry): void {
    appendFileSync(this.file, `${JSON.stringify(entry)}\n`);
  }
}

/** A crash may have torn the last line. */
function readEntries(file: string): Entry[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line) as Entry];
      } catch {
        return [];
      }
    });
}
