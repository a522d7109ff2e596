/** Who walks through a list asks for the next page at once. */
const KEPT_MS = 60_000;
const MOST_KEPT = 1_000;

interface End {
  id: string;
  until: number;
}

/**
 * Where pages of long lists ended: who asks for what comes next, by number, gets it by the last row's id. That takes as long on every page,
 * where skipping rows takes longer the more there are, and it is the better answer: somebody who was deleted on an earlier page moves
 * nobody over the end of this one.
 */
export class PageEnds {
  private readonly ends = new Map<string, End>();

  constructor(private readonly now = () => performance.now()) {}

  /** @param offset the number of rows up to the end of a page */
  keep(list: string, offset: number, id: string): void {
    const key = `${list} ${offset}`;
    this.ends.delete(key);
    // The oldest one goes.
    if (this.ends.size >= MOST_KEPT) this.ends.delete(this.ends.keys().next().value!);
    this.ends.set(key, { id, until: this.now() + KEPT_MS });
  }

  /** The id of the last row before the offset; undefined where nobody has just been there. */
  before(list: string, offset: number): string | undefined {
    const end = this.ends.get(`${list} ${offset}`);
    return end !== undefined && this.now() < end.until ? end.id : undefined;
  }
}
