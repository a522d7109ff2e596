const PERIOD_MS = 60_000;

/** How many refusals become entries each minute. */
const MOST = {
  /** By one address without a valid key, or by one key. */
  stranger: 1,
  key: 30,
  /** Without a valid key, from all addresses. */
  strangers: 30,
};

/** Which refusals are written down: neither strangers nor a key of few rights can fill the log, which is kept for good. */
export class RefusalSample {
  private ends = 0;
  private strangers = 0;
  private readonly taken = new Map<string, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  ofStranger(address: string): boolean {
    this.begin();
    if (this.strangers >= MOST.strangers || !this.take(`ip ${address}`, MOST.stranger)) return false;
    this.strangers += 1;
    return true;
  }

  /** @param id of an API key, or of a session of the portal */
  ofKey(id: string): boolean {
    this.begin();
    return this.take(`key ${id}`, MOST.key);
  }

  private take(who: string, most: number): boolean {
    const taken = this.taken.get(who) ?? 0;
    if (taken < most) this.taken.set(who, taken + 1);
    return taken < most;
  }

  /** At most `strangers` addresses and the live keys are remembered, for a minute. */
  private begin(): void {
    if (this.now() < this.ends) return;
    this.ends = this.now() + PERIOD_MS;
    this.strangers = 0;
    this.taken.clear();
  }
}
