import { type EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import { DirectoryBusyError } from '#directory';

export interface TurnLimits {
  /** Requests of a directory in work at once while no other directory sends any: whole batches of changes. */
  alone: number;
  /** The same beside other directories: each has few enough in work that nobody waits long for the process. */
  shared: number;
  /** Requests of all directories in work at once; a directory that has none in work is let in beyond it. */
  process: number;
  /** Requests of a directory that wait. Clients have a connection or a stream for each. */
  waiting: number;
  /** For so long after its last request a directory counts as one that sends. */
  rememberMs: number;
}

export const TURN_LIMITS: TurnLimits = {
  alone: 256,
  shared: 16,
  process: 256,
  waiting: 2_000,
  rememberMs: 2_000,
};

interface Directory {
  running: number;
  line: Set<() => void>;
}

interface Sender {
  directoryId: string;
  at: number;
}

/**
 * Requests of a directory in work at once. A request that waits has not been read beyond its headers, so that what a busy directory
 * sends costs others nothing until its turn. Where the whole process is full, directories take turns, whatever each has sent.
 */
@Injectable()
export class DirectoryTurns {
  private readonly directories = new Map<string, Directory>();
  private running = 0;
  private waiting = 0;
  /** The directory that sent the latest request, and the latest other one. */
  private latest: Sender = { directoryId: '', at: -Infinity };
  private other: Sender = this.latest;
  private limits = TURN_LIMITS;

  /** For tests. */
  static with(limits: Partial<TurnLimits>): DirectoryTurns {
    const turns = new DirectoryTurns();
    turns.limits = { ...TURN_LIMITS, ...limits };
    return turns;
  }

  /**
   * Lets a request in, at once (undefined) or when the promise resolves; its turn ends with its response.
   * @throws DirectoryBusyError where too many wait
   */
  enter(directoryId: string, response: EventEmitter, now = performance.now()): Promise<void> | undefined {
    this.note(directoryId, now);
    const directory = this.directories.get(directoryId) ?? { running: 0, line: new Set() };
    this.directories.set(directoryId, directory);
    if (directory.line.size === 0 && this.mayRun(directoryId, directory, now)) {
      this.begin(directoryId, directory, response);
      return undefined;
    }
    if (directory.line.size >= this.limits.waiting)
      throw new DirectoryBusyError(`${directory.line.size} requests of the directory wait; try again shortly`, 5);
    return new Promise((resolve) => {
      const leave = (): void => {
        directory.line.delete(start);
        this.waiting -= 1;
      };
      const gone = (): void => {
        leave();
        this.forgetIdle(directoryId, directory);
        // The caller finds the connection closed.
        resolve();
      };
      const start = (): void => {
        response.removeListener('close', gone);
        leave();
        this.begin(directoryId, directory, response);
        resolve();
      };
      directory.line.add(start);
      this.waiting += 1;
      response.once('close', gone);
    });
  }

  private begin(directoryId: string, directory: Directory, response: EventEmitter): void {
    directory.running += 1;
    this.running += 1;
    // Emitted once in every case: the answer was taken, or the connection is gone.
    response.once('close', () => {
      directory.running -= 1;
      this.running -= 1;
      // At the end of the round: whoever has just had a turn is asked last.
      this.directories.delete(directoryId);
      this.directories.set(directoryId, directory);
      this.forgetIdle(directoryId, directory);
      this.letIn(performance.now());
    });
  }

  private letIn(now: number): void {
    for (let more = this.waiting > 0; more;) {
      more = false;
      for (const [directoryId, directory] of this.directories) {
        const [start] = directory.line;
        if (start === undefined || !this.mayRun(directoryId, directory, now)) continue;
        start();
        more = true;
      }
    }
  }

  private mayRun(directoryId: string, { running }: Directory, now: number): boolean {
    if (running === 0) return true;
    const { process, shared, alone, rememberMs } = this.limits;
    if (this.running >= process) return false;
    const rival = this.latest.directoryId === directoryId ? this.other : this.latest;
    return running < (now - rival.at < rememberMs ? shared : alone);
  }

  private note(directoryId: string, at: number): void {
    if (this.latest.directoryId !== directoryId) {
      this.other = this.latest;
      this.latest = { directoryId, at };
    } else this.latest.at = at;
  }

  private forgetIdle(directoryId: string, { running, line }: Directory): void {
    if (running === 0 && line.size === 0) this.directories.delete(directoryId);
  }
}
