import { type Lane } from '#directory';
import { MOST_UNDELIVERED, type OpenResend, type ResendWork } from '#persistence';
import { ResendWindow } from './resend-window.js';

/** While there is something to send, and while there is not. */
const BUSY_MS = 200;
const IDLE_MS = 1_000;

export interface ResendPassOptions {
  work: Pick<ResendWork, 'open' | 'advance'>;
  ring(lane: Lane, endpointId: string): void;
  onError(error: Error): void;
}

/**
 * Sends again what was asked for: directories' present states, and finished deliveries. Page by page, as fast as each endpoint takes
 * them. Any number of workers may do so at once.
 */
export class ResendPass {
  private readonly windows = new Map<string, ResendWindow>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly options: ResendPassOptions) {}

  start(): void {
    this.looking = this.look();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    let isBusy = false;
    try {
      const open = await this.options.work.open();
      this.forgetAllBut(open);
      for (const resend of open) {
        if (this.stopped) break;
        // An endpoint that does not take what it has is looked at now and then.
        if (await this.advance(resend)) isBusy = true;
      }
    } catch (error) {
      this.options.onError(error as Error);
    }
    if (this.stopped) return;
    const pause = isBusy ? BUSY_MS : IDLE_MS;
    this.timer = setTimeout(() => {
      this.looking = this.look();
    }, pause);
  }

  /** @returns whether it is worth looking again at once */
  private async advance({ id, endpointId, waiting, undelivered }: OpenResend): Promise<boolean> {
    const window = this.windows.get(id) ?? new ResendWindow();
    this.windows.set(id, window);
    const room = window.next(waiting);
    if (room === 0 || undelivered >= MOST_UNDELIVERED) return false;
    try {
      const made = (await this.options.work.advance(id, room)) ?? 0;
      if (made > 0) this.options.ring(0, endpointId);
      return made > 0 || waiting === 0;
    } catch (error) {
      this.options.onError(error as Error);
      return false;
    }
  }

  private forgetAllBut(open: OpenResend[]): void {
    const ids = new Set(open.map(({ id }) => id));
    for (const id of this.windows.keys()) if (!ids.has(id)) this.windows.delete(id);
  }
}
