import { type LookupAddress } from 'node:dns';
import { HostNameError } from './host-name-error.js';

/** Nobody is asked for a while about what kept a thread for longer, without an address or with one: the answer stays as it was. */
const SLOW_MS = { failed: 1_000, found: 5_000 };
const LEAVE_ALONE_MS = 300_000;
const MOST_REMEMBERED = 1_000;
const MOST_WAITING = 50;

interface SlowName {
  /** When somebody may ask about the name again. */
  until: number;
  found: LookupAddress[] | undefined;
}

/** Names that the system is asked about, one after the other: each takes a thread until the system has an answer. */
export class SystemNames {
  private line: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  /** The oldest first. */
  private readonly slow = new Map<string, SlowName>();

  constructor(
    private readonly ask: (hostname: string) => Promise<LookupAddress[]>,
    private readonly now = () => performance.now(),
  ) {}

  /**
   * @param deadline after which nobody waits for the answer; on the clock of `performance.now`
   * @throws HostNameError
   */
  async resolve(hostname: string, deadline: number): Promise<LookupAddress[]> {
    if (this.waiting >= MOST_WAITING) throw new HostNameError('EAI_AGAIN', hostname);
    this.waiting += 1;
    const answer = this.line.then(() => this.askNow(hostname, deadline)).finally(() => (this.waiting -= 1));
    // Whoever asked gets the failure; the next one in the line does not.
    this.line = answer.catch(() => undefined);
    return await answer;
  }

  private async askNow(hostname: string, deadline: number): Promise<LookupAddress[]> {
    const asked = this.now();
    const slow = this.slow.get(hostname);
    const isLeftAlone = slow !== undefined && slow.until > asked;
    if (isLeftAlone && slow.found !== undefined) return slow.found;
    if (asked > deadline || isLeftAlone) throw new HostNameError('EAI_AGAIN', hostname);
    this.slow.delete(hostname);
    try {
      const found = await this.ask(hostname);
      if (this.now() - asked > SLOW_MS.found) this.leaveAlone(hostname, found);
      return found;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (this.now() - asked > SLOW_MS.failed) this.leaveAlone(hostname);
      throw new HostNameError(code === 'ENOTFOUND' ? 'ENOTFOUND' : 'EAI_AGAIN', hostname, error);
    }
  }

  private leaveAlone(hostname: string, found?: LookupAddress[]): void {
    this.slow.set(hostname, { until: this.now() + LEAVE_ALONE_MS, found });
    if (this.slow.size <= MOST_REMEMBERED) return;
    const [oldest] = this.slow.keys();
    this.slow.delete(oldest!);
  }
}
