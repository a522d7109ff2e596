import { type EventEmitter } from 'node:events';
import { BusyError } from '../http/busy.error.js';

export interface TurnLimits {
  /** Requests of a sender in work at once while no other sender sends any: whole batches of changes. */
  alone: number;
  /** The same beside other senders: each has few enough in work that nobody waits long for the process. */
  shared: number;
  /** Requests of all senders in work at once; a sender that has none in work is let in beyond it. */
  process: number;
  /** Requests of a sender that wait. Clients have a connection or a stream for each. */
  waiting: number;
  /** For so long after its last request a sender counts as one that sends. */
  rememberMs: number;
}

export const TURN_LIMITS: TurnLimits = {
  alone: 256,
  shared: 16,
  process: 256,
  waiting: 2_000,
  rememberMs: 2_000,
};

interface Sender {
  running: number;
  line: Set<() => void>;
}

interface Sent {
  by: string;
  at: number;
}

/**
 * Requests of a sender in work at once. A request that waits has not been read beyond its headers, so that what a busy sender sends costs
 * others nothing until its turn. Where the whole process is full, senders take turns, whatever each has sent.
 */
export class Turns {
  private readonly senders = new Map<string, Sender>();
  private running = 0;
  private waiting = 0;
  /** The sender of the latest request, and the latest other one. */
  private latest: Sent = { by: '', at: -Infinity };
  private other: Sent = this.latest;
  private readonly limits: TurnLimits;

  /** @param who what a sender is, in the words of who is refused */
  constructor(
    private readonly who: string,
    limits: Partial<TurnLimits> = {},
  ) {
    this.limits = { ...TURN_LIMITS, ...limits };
  }

  /**
   * Lets a request in, at once (undefined) or when the promise resolves; its turn ends with its response.
   * @throws BusyError where too many wait
   */
  enter(id: string, response: EventEmitter, now = performance.now()): Promise<void> | undefined {
    this.note(id, now);
    const sender = this.senders.get(id) ?? { running: 0, line: new Set() };
    this.senders.set(id, sender);
    if (sender.line.size === 0 && this.mayRun(id, sender, now)) {
      this.begin(id, sender, response);
      return undefined;
    }
    if (sender.line.size >= this.limits.waiting)
      throw new BusyError(`${sender.line.size} requests of ${this.who} wait; try again shortly`, 5);
    return new Promise((resolve) => {
      const leave = (): void => {
        sender.line.delete(start);
        this.waiting -= 1;
      };
      const gone = (): void => {
        leave();
        this.forgetIdle(id, sender);
        // The caller finds the connection closed.
        resolve();
      };
      const start = (): void => {
        response.removeListener('close', gone);
        leave();
        this.begin(id, sender, response);
        resolve();
      };
      sender.line.add(start);
      this.waiting += 1;
      response.once('close', gone);
    });
  }

  private begin(id: string, sender: Sender, response: EventEmitter): void {
    sender.running += 1;
    this.running += 1;
    // Emitted once in every case: the answer was taken, or the connection is gone.
    response.once('close', () => {
      sender.running -= 1;
      this.running -= 1;
      // At the end of the round: whoever has just had a turn is asked last.
      this.senders.delete(id);
      this.senders.set(id, sender);
      this.forgetIdle(id, sender);
      this.letIn(performance.now());
    });
  }

  private letIn(now: number): void {
    for (let more = this.waiting > 0; more;) {
      more = false;
      for (const [id, sender] of this.senders) {
        const [start] = sender.line;
        if (start === undefined || !this.mayRun(id, sender, now)) continue;
        start();
        more = true;
      }
    }
  }

  private mayRun(id: string, { running }: Sender, now: number): boolean {
    if (running === 0) return true;
    const { process, shared, alone, rememberMs } = this.limits;
    if (this.running >= process) return false;
    const rival = this.latest.by === id ? this.other : this.latest;
    return running < (now - rival.at < rememberMs ? shared : alone);
  }

  private note(id: string, at: number): void {
    if (this.latest.by !== id) {
      this.other = this.latest;
      this.latest = { by: id, at };
    } else this.latest.at = at;
  }

  private forgetIdle(id: string, { running, line }: Sender): void {
    if (running === 0 && line.size === 0) this.senders.delete(id);
  }
}
