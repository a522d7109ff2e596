import { type Lane } from '#directory';
import { MOST_UNDELIVERED, type OpenResend, type ResendWork } from '#persistence';
import { PeriodicTask } from '../maintenance/periodic-task.js';
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
  private readonly task: PeriodicTask;

  constructor(private readonly options: ResendPassOptions) {
    const { onError } = options;
    this.task = new PeriodicTask({ everyMs: IDLE_MS, run: (signal) => this.look(signal), onError });
  }

  start(): void {
    this.task.start();
  }

  stop(): Promise<void> {
    return this.task.stop();
  }

  private async look(signal: AbortSignal): Promise<number | undefined> {
    let isBusy = false;
    const open = await this.options.work.open();
    this.forgetAllBut(open);
    for (const resend of open) {
      if (signal.aborted) break;
      // An endpoint that does not take what it has is looked at now and then.
      if (await this.advance(resend)) isBusy = true;
    }
    return isBusy ? BUSY_MS : undefined;
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
