/** An answer that all who ask within some time share, asked for once at a time. A failure is nobody else's answer. */
export class Remembered<T> {
  private until = -Infinity;
  private answer: Promise<T> | undefined;

  constructor(
    private readonly ask: () => Promise<T>,
    private readonly forMs: number,
  ) {}

  get(): Promise<T> {
    if (this.answer !== undefined && performance.now() < this.until) return this.answer;
    // As long as it takes: whoever comes meanwhile waits for the same.
    this.until = Infinity;
    const answer = this.ask();
    this.answer = answer;
    answer.then(
      () => {
        if (this.answer === answer) this.until = performance.now() + this.forMs;
      },
      () => {
        if (this.answer === answer) this.forget();
      },
    );
    return answer;
  }

  forget(): void {
    this.answer = undefined;
  }
}
