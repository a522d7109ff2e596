import { type CallOptions } from '../options.js';
import { pause } from '../pause.js';
import { backoff, isTransient } from '../retry-policy.js';
import { RollcallError } from '../rollcall-error.js';
import { type EventType } from '../schema.js';
import { type RollcallEvent } from './event.js';

/** What to see of the feed; all of it unless given. */
export interface FeedQuery {
  types?: readonly EventType[];
  organization_id?: string;
  directory_id?: string;
}

export interface FeedPage {
  events: RollcallEvent[];
  /** The `after` of the next page. It also passes over what the query leaves out. */
  next_after: string;
  has_more?: boolean;
  /** Only with `directory_id`. */
  latest_sequence?: number | null;
}

export interface TailOptions extends FeedQuery {
  /** The last event you have; from the beginning of the feed unless given. */
  after?: string;
  /** Ends the tail, without an error. */
  signal?: AbortSignal;
  /** Milliseconds between two looks at a feed that stands still. Default 1,000. */
  pollInterval?: number;
  /** False: ends where the feed ends now. Default true. */
  follow?: boolean;
  /** Told of each failure that is waited out. */
  onRetry?: (error: RollcallError) => void;
}

type Read = (query: FeedQuery & { after: string; limit: number }, options: CallOptions) => Promise<FeedPage>;

/** How many events are fetched at once: the most the API gives. */
const LIMIT = 1_000;
/** Beyond it the pauses grow no more. */
const MOST_FAILURES = 10;

/** The feed as it grows. */
export class EventTail implements AsyncIterable<RollcallEvent> {
  private position: string;

  constructor(
    private readonly read: Read,
    private readonly options: TailOptions,
  ) {
    this.position = options.after ?? '';
  }

  /** Where to go on: everything up to here has been handed out, and its loop body is through. */
  get cursor(): string {
    return this.position;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RollcallEvent, void, undefined> {
    const { signal, pollInterval = 1_000, follow = true } = this.options;
    try {
      while (!signal?.aborted) {
        const page = await this.next();
        for (const event of page.events) {
          yield event;
          this.position = event.id;
          if (signal?.aborted) return;
        }
        const moved = this.position !== page.next_after || page.events.length > 0;
        this.position = page.next_after;
        // What a filter leaves out moves on, too.
        if (moved) continue;
        if (!follow) return;
        await pause(pollInterval, signal);
      }
    } catch (error) {
      if (!signal?.aborted || error !== signal.reason) throw error;
    }
  }

  /** A page, however long the broker is away. */
  private async next(): Promise<FeedPage> {
    const { types, organization_id, directory_id, signal, onRetry } = this.options;
    const query = { types, organization_id, directory_id, after: this.position, limit: LIMIT };
    for (let failures = 0; ; failures++) {
      try {
        return await this.read(query, { signal, maxRetries: 0 });
      } catch (error) {
        if (!(error instanceof RollcallError) || !(isTransient(error) || (error.status ?? 0) >= 500)) throw error;
        onRetry?.(error);
        await pause(backoff(Math.min(failures, MOST_FAILURES), error, Math.random()), signal);
      }
    }
  }
}
