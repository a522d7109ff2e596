import { type Clock } from './clock.js';

/** Time that a test moves by hand. Both of its clocks begin at a round number. */
export class TestClock implements Clock {
  private passed = 0;
  private timers: { at: number; task: () => void }[] = [];

  now = (): number => 1_000 + this.passed;
  epoch = (): number => 1_700_000_000_000 + this.passed;

  after(ms: number, task: () => void): () => void {
    const timer = { at: this.passed + ms, task };
    this.timers.push(timer);
    return () => (this.timers = this.timers.filter((other) => other !== timer));
  }

  /** Runs what becomes due, in its order. */
  pass(ms: number): void {
    const end = this.passed + ms;
    for (let next = this.nextBy(end); next !== undefined; next = this.nextBy(end)) {
      this.timers = this.timers.filter((timer) => timer !== next);
      this.passed = Math.max(this.passed, next.at);
      next.task();
    }
    this.passed = end;
  }

  private nextBy(end: number): { at: number; task: () => void } | undefined {
    return this.timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
  }
}
