/** For an endpoint that this process knows nothing of: four requests that hang hold little. */
const INITIAL = 4;
const LARGEST = 32;

/**
 * How many requests to an endpoint may be under way at once in a lane. The limit follows what the endpoint can do: it grows by one with
 * each answer, and halves with each sign of strain.
 */
export class AimdLimit {
  private current = INITIAL;

  get value(): number {
    return this.current;
  }

  /** One more for each answer: twice as many after each round of answers. */
  increase(): void {
    this.current = Math.min(this.current + 1, LARGEST);
  }

  /** After a time-out, or where the endpoint says that it has too much to do. */
  decrease(): void {
    this.current = Math.max(1, this.current >> 1);
  }

  /** One at a time at first, after an outage or a pause. */
  restart(): void {
    this.current = 1;
  }
}
