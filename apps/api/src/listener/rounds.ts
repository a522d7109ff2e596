import { type EventEmitter } from 'node:events';
import { hasGone } from '../http/has-gone.js';

/** For so long requests begin in one round of the event loop; milliseconds. */
const ROUND_MS = 1;

interface Waiting<Sender> {
  sender: Sender;
  start(): void;
}

/** Of something that is not empty. */
function first<T>(all: Iterable<T>): T {
  const [one] = all;
  return one!;
}

/**
 * Requests that have arrived begin a few in each round of the event loop. A request goes through four to six rounds until its answer, and
 * each lasts as long as all that begins in it: without this, 50 clients that are refused at once make each round, and each answer of
 * everybody, wait for 50 refusals.
 *
 * Of those that wait, the next one is by turns that of the next sender and the one that has waited longest: who sends one request does not
 * wait for all of who sends many, and nobody who shares an address with many waits twice as long as in a queue.
 */
export class Rounds<Sender> {
  private readonly lines = new Map<Sender, Set<Waiting<Sender>>>();
  /** All of them, in the order of their arrival. */
  private readonly waiting = new Set<Waiting<Sender>>();
  private bySender = false;
  private began: number | undefined;

  constructor(
    private readonly roundMs = ROUND_MS,
    private readonly now = () => performance.now(),
  ) {}

  /** Begins a request now or in a later round; never where its response is closed by then. */
  enter(sender: Sender, response: EventEmitter, begin: () => void): void {
    if (hasGone(response)) return;
    if (this.waiting.size === 0 && !this.isOver()) {
      this.open();
      return begin();
    }
    const leave = (): void => this.remove(waiting);
    const start = (): void => {
      response.removeListener('close', leave);
      begin();
    };
    const waiting = { sender, start };
    const line = this.lines.get(sender) ?? new Set();
    this.lines.set(sender, line.add(waiting));
    this.waiting.add(waiting);
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
    if (this.waiting.size === 0) return;
    this.open();
    this.goOn();
  };

  private readonly goOn = (): void => {
    if (this.waiting.size === 0 || this.isOver()) return;
    const waiting = this.take();
    try {
      waiting.start();
    } finally {
      // After everything that the request does before it waits for something else: that is a part of its round.
      queueMicrotask(() => process.nextTick(this.goOn));
    }
  };

  private take(): Waiting<Sender> {
    this.bySender = !this.bySender;
    const [sender, line] = first(this.lines);
    const taken = first(this.bySender ? line : this.waiting);
    this.remove(taken);
    // Whoever has had a turn comes last.
    if (this.bySender && this.lines.delete(sender)) this.lines.set(sender, line);
    return taken;
  }

  private remove(waiting: Waiting<Sender>): void {
    this.waiting.delete(waiting);
    const line = this.lines.get(waiting.sender)!;
    line.delete(waiting);
    if (line.size === 0) this.lines.delete(waiting.sender);
  }
}
