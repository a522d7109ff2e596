const FAILURES = 5;
const OPEN_MS = 30_000;

/** Keeps a gate that does not answer from holding up everybody: after five failures in a row nobody asks for 30 s, then one does. */
export class GateBreaker {
  private failures = 0;
  private openUntil: number | undefined;
  private probing = false;

  /** @param now monotonic. @returns whether the gate may be asked; the answer is told with `succeeded` or `failed`. */
  mayAsk(now: number): boolean {
    if (this.openUntil === undefined) return true;
    if (now < this.openUntil || this.probing) return false;
    this.probing = true;
    return true;
  }

  succeeded(): void {
    this.failures = 0;
    this.openUntil = undefined;
    this.probing = false;
  }

  failed(now: number): void {
    this.failures += 1;
    if (this.failures >= FAILURES && (this.openUntil === undefined || this.probing)) this.openUntil = now + OPEN_MS;
    this.probing = false;
  }
}
