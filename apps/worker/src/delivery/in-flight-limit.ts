/** For an endpoint that this process knows nothing of: four that hang hold little. */
const START = 4;
const LARGEST = 32;

/** How many requests to an endpoint may be under way at once in a lane: what it answers raises it, what strains it lowers it. */
export class InFlightLimit {
  private current = START;

  get value(): number {
    return this.current;
  }

  /** One more for each answer: twice as many after each round of answers. */
  raise(): void {
    this.current = Math.min(this.current + 1, LARGEST);
  }

  /** A time-out, or the endpoint says that it has too much to do. */
  lower(): void {
    this.current = Math.max(1, this.current >> 1);
  }

  /** From one at a time, after an outage or a pause. */
  ramp(): void {
    this.current = 1;
  }
}
