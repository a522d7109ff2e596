/** For so long after its last request somebody counts as one who sends. */
const REMEMBER_MS = 2_000;

interface Sent {
  by: string;
  at: number;
}

/** Who sent the latest request, and who of the others did: whoever sends is alone, or in company. */
export class Company {
  private latest: Sent = { by: '', at: -Infinity };
  private other: Sent = this.latest;

  constructor(private readonly rememberMs = REMEMBER_MS) {}

  note(by: string, at: number): void {
    if (this.latest.by !== by) {
      this.other = this.latest;
      this.latest = { by, at };
    } else this.latest.at = at;
  }

  /** Whether somebody else has sent something lately. */
  has(by: string, now: number): boolean {
    const rival = this.latest.by === by ? this.other : this.latest;
    return now - rival.at < this.rememberMs;
  }
}
