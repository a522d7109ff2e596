import { setTimeout as sleep } from 'node:timers/promises';
import { type FeedEvent } from './feed-event.js';
import { type HttpClient } from './http-client.js';

/** Few enough that pages end between transactions that are committing at this moment. */
const LIMIT = 50;
const PAUSE_MS = 20;

/**
 * A consumer that follows the feed while others write to it, in its own time, through every fault: an event that shows up behind its
 * cursor is lost to it for ever, and to nobody who reads afterwards.
 */
export class FeedFollower {
  /** Of all directories, in the order of the feed. */
  readonly events: FeedEvent[] = [];
  private after = '';
  private ending = false;
  private readonly running: Promise<void>;

  constructor(private readonly rest: HttpClient) {
    this.running = this.follow();
  }

  /** Resolves when it has read to the end of the feed. */
  async end(): Promise<void> {
    this.ending = true;
    await this.running;
  }

  private async follow(): Promise<void> {
    while (!this.rest.isClosed) {
      const query = new URLSearchParams({ limit: String(LIMIT), after: this.after });
      const last = this.ending;
      const answer = await this.rest.send('GET', `/api/v1/events?${query.toString()}`);
      if (answer.status === 200) {
        const { events, next_after } = answer.body as unknown as { events: FeedEvent[]; next_after: string };
        this.events.push(...events);
        if (last && next_after === this.after) return;
        const isBehind = next_after !== this.after;
        this.after = next_after;
        if (isBehind) continue;
      }
      await sleep(PAUSE_MS);
    }
  }
}
