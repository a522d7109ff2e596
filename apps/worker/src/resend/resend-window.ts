const SMALLEST = 16;
const LARGEST = 2_000;

/**
 * How many resent deliveries may wait at an endpoint: about what it takes between two looks, so that it neither idles nor has a backlog
 * before it of what it was once sent already.
 */
export class ResendWindow {
  private window = 128;

  /** @param waiting what is left of the window. @returns how many to add now */
  next(waiting: number): number {
    if (waiting === 0) this.window = Math.min(this.window * 2, LARGEST);
    else if (waiting > this.window / 2) this.window = Math.max(Math.floor(this.window / 2), SMALLEST);
    return Math.max(this.window - waiting, 0);
  }
}
