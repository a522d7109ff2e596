import { type EventEmitter } from 'node:events';
import { Company } from '#directory';
import { BusyError } from '../http/busy.error.js';
import { hasGone } from '../http/has-gone.js';

export interface TurnLimits {
  /** Requests of a sender in work at once while no other sender sends any: whole batches of changes. */
  alone: number;
  /** The same beside other senders: each has few enough in work that nobody waits long for the process. */
  shared: number;
  /** Requests of all senders in work at once; a sender that has none in work is let in beyond it. */
  process: number;
  /** Requests of a sender that wait. Clients have a connection or a stream for each. */
  waiting: number;
  /** Requests that waited and begin in one round of the event loop beside other senders. */
  aRound: number;
  /** After such a round none of them begins for so many times as long as the round took: what others send meanwhile finds a free process. */
  rest: number;
  /** For so long after its last request a sender counts as one that sends. */
  rememberMs?: number;
}

export const TURN_LIMITS: TurnLimits = {
  alone: 256,
  shared: 16,
  process: 256,
  waiting: 2_000,
  aRound: 2,
  rest: 2,
};

/** Milliseconds. A round may have been long for reasons of its own: a garbage collection, or a machine that is busy. */
const LONGEST_REST_MS = 20;

interface Sender {
  running: number;
  line: Set<() => void>;
  /** Where it is in the round of those that wait: a number that grows. */
  place: number;
}

/**
 * Requests of a sender in work at once. A request that waits has not been read beyond its headers, so that what a busy sender sends costs
 * others nothing until its turn. Where the whole process is full, senders take turns, whatever each has sent. Beside others, those that
 * waited begin a few at a time, with a rest after them, and whatever has arrived meanwhile is looked at in between.
 */
export class Turns {
  private readonly senders = new Map<string, Sender>();
  /** Those that wait: who have none in work, and may begin in any case, apart from who have some. The next one comes first. */
  private readonly idle = new Map<string, Sender>();
  private readonly busy = new Map<string, Sender>();
  private places = 0;
  private running = 0;
  private waiting = 0;
  private begunInRound = 0;
  private readonly company: Company;
  private readonly limits: TurnLimits;

  /** @param who what a sender is, in the words of who is refused */
  constructor(
    private readonly who: string,
    limits: Partial<TurnLimits> = {},
  ) {
    this.limits = { ...TURN_LIMITS, ...limits };
    this.company = new Company(limits.rememberMs);
  }

  /**
   * Lets a request in, at once (undefined) or when the promise resolves; its turn ends with its response. A response that is closed, before
   * or while its request waits, gets no turn: the caller asks `hasGone` afterwards.
   * @throws BusyError where too many wait
   */
  enter(id: string, response: EventEmitter, now = performance.now()): Promise<void> | undefined {
    if (hasGone(response)) return undefined;
    this.company.note(id, now);
    const sender = this.senders.get(id) ?? { running: 0, line: new Set(), place: 0 };
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
        if (sender.line.size === 0) this.toTheEnd(id, sender);
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
      if (sender.line.size === 1) this.toTheEnd(id, sender);
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
      // Whoever has just had a turn is asked last.
      this.toTheEnd(id, sender);
      this.forgetIdle(id, sender);
      this.letIn();
    });
  }

  /** Lets in whoever has a place now; beside other senders a few, and the rest in the next rounds of the event loop. */
  private letIn(): void {
    const now = performance.now();
    while (this.waiting > 0) {
      const found = this.next(now);
      if (found === undefined) return;
      const [id, sender] = found;
      if (this.isInCompany(id, now)) {
        if (this.begunInRound >= this.limits.aRound) return;
        if (this.begunInRound === 0) this.beginRound(now);
        this.begunInRound += 1;
      }
      const [start] = sender.line;
      start!();
      // Others are asked first.
      this.toTheEnd(id, sender);
    }
  }

  private beginRound(now: number): void {
    setImmediate(() => {
      const rest = Math.min(this.limits.rest * (performance.now() - now), LONGEST_REST_MS);
      // A timer has no shorter time.
      if (rest < 1) this.endRound();
      else setTimeout(this.endRound, rest);
    });
  }

  private readonly endRound = (): void => {
    this.begunInRound = 0;
    this.letIn();
  };

  /** The first who waits and has a place. Those who have all that they may have are passed over: a process has room for few of them. */
  private next(now: number): [id: string, sender: Sender] | undefined {
    const [idle] = this.idle;
    if (this.running >= this.limits.process) return idle;
    for (const busy of this.busy) {
      if (idle !== undefined && idle[1].place < busy[1].place) return idle;
      if (this.mayRun(busy[0], busy[1], now)) return busy;
    }
    return idle;
  }

  /** Of the round, where the sender waits at all: after all others who wait. */
  private toTheEnd(id: string, sender: Sender): void {
    this.idle.delete(id);
    this.busy.delete(id);
    if (sender.line.size === 0) return;
    sender.place = ++this.places;
    (sender.running === 0 ? this.idle : this.busy).set(id, sender);
  }

  private mayRun(id: string, { running }: Sender, now: number): boolean {
    if (running === 0) return true;
    const { process, shared, alone } = this.limits;
    if (this.running >= process) return false;
    return running < (this.isInCompany(id, now) ? shared : alone);
  }

  /** Others have sent something lately, or still wait for their turn, however long ago they sent it. */
  private isInCompany(id: string, now: number): boolean {
    const waiting = this.idle.size + this.busy.size - Number(this.idle.has(id) || this.busy.has(id));
    return waiting > 0 || this.company.has(id, now);
  }

  private forgetIdle(id: string, { running, line }: Sender): void {
    if (running === 0 && line.size === 0) this.senders.delete(id);
  }
}
