import { type EventEmitter } from 'node:events';
import { hasGone } from '../http/has-gone.js';

/** For so long requests begin in one round of the event loop; milliseconds. */
const ROUND_MS = 1;

/**
 * What has arrived begins a little at a time in each round of the event loop, one of each sender in turn. A request goes through four to
 * six rounds until its answer, and each lasts as long as all that begins in it: without this, 50 clients that are refused at once make
 * each round, and each answer of everybody, wait for 50 refusals.
 */
export class Rounds<Sender> {
  /** Requests that wait for a round, by their sender: who has waited longest first. */
  private readonly lines = new Map<Sender, Set<() => void>>();
  private began: number | undefined;

  constructor(
    private readonly roundMs = ROUND_MS,
    private readonly now = () => performance.now(),
  ) {}

  /** Begins a request now or in a later round; never where its response is closed by then. */
  enter(sender: Sender, response: EventEmitter, begin: () => void): void {
    if (hasGone(response)) return;
    if (this.lines.size === 0 && !this.isOver()) {
      this.open();
      return begin();
    }
    const line = this.lines.get(sender) ?? new Set();
    this.lines.set(sender, line);
    const leave = (): void => {
      line.delete(start);
      if (line.size === 0 && this.lines.get(sender) === line) this.lines.delete(sender);
    };
    const start = (): void => {
      response.removeListener('close', leave);
      begin();
    };
    line.add(start);
    response.once('close', leave);
  }

  private isOver(): boolean {
    return this.began !== undefined && this.now() - this.began >= this.roundMs;
  }

  /** A round lasts until everything that has happened by now was looked at. */
  private open(): void {
    if (this.began !== undefined) return;
    this.began = this.now();
    setImmediate(this.next);
  }

  private readonly next = (): void => {
    this.began = undefined;
    if (this.lines.size === 0) return;
    this.open();
    this.goOn();
  };

  private readonly goOn = (): void => {
    const [waiting] = this.lines;
    if (waiting === undefined || this.isOver()) return;
    const [sender, line] = waiting;
    const [start] = line;
    line.delete(start!);
    this.lines.delete(sender);
    if (line.size > 0) this.lines.set(sender, line);
    try {
      start!();
    } finally {
      // After everything that the request does before it waits for something else: that is a part of its round.
      queueMicrotask(() => process.nextTick(this.goOn));
    }
  };
}
