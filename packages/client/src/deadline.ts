/** Aborts after a time without a sign of life, and when the caller's signal does. */
export class Deadline {
  private readonly controller = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private late = false;
  private readonly follow = () => this.controller.abort(this.outer!.reason);

  constructor(
    private readonly ms: number,
    private readonly outer?: AbortSignal,
  ) {
    // Not AbortSignal.any: with a signal that lives as long as the process, Node 20 keeps every combination of it.
    if (outer?.aborted) this.follow();
    outer?.addEventListener('abort', this.follow, { once: true });
    this.extend();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Whether it was the time that ran out, and not the caller who gave up. */
  get isOver(): boolean {
    return this.late;
  }

  /** Begins to count anew. */
  extend(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.late = true;
      this.controller.abort();
    }, this.ms);
  }

  clear(): void {
    clearTimeout(this.timer);
    this.outer?.removeEventListener('abort', this.follow);
  }
}
