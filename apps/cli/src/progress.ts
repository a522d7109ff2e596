import { type Output } from './world.js';

/** Between two lines where there is no terminal to write one line over and over. */
const EVERY_MS = 5_000;

/** How far long work is: on standard error, so that standard output stays what was asked for. */
export class Progress {
  private saidAt = performance.now();

  constructor(private readonly err: Output) {}

  say(text: string): void {
    if (this.err.isTTY) {
      this.err.write(`\r\x1b[2K${text}`);
      return;
    }
    if (performance.now() - this.saidAt < EVERY_MS) return;
    this.saidAt = performance.now();
    this.err.write(`${text}\n`);
  }

  /** Clears the line. */
  end(): void {
    if (this.err.isTTY) this.err.write('\r\x1b[2K');
  }
}
