import { List } from '../list.js';
import { type CallOptions } from '../options.js';
import { PAGE_SIZE, pageOf } from '../resources/page-of.js';
import { type EventType } from '../schema.js';
import { type Transport } from '../transport.js';
import { EventTail, type FeedPage, type FeedQuery, type TailOptions } from './event-tail.js';
import { type RollcallEvent } from './event.js';

/** For the list; the feed has a query of its own. */
export interface EventFilter {
  event_types?: EventType[];
  organization_id?: string;
  /** RFC 3339. */
  start_time?: string;
  end_time?: string;
  /** `DIR_SYNC`: of directories; `SCALEKIT`: the broker's own. */
  source?: 'DIR_SYNC' | 'SCALEKIT';
  page_size?: number;
}
type Answer = { events: RollcallEvent[]; next_page_token: string; prev_page_token: string };

/** Every change, in order. */
export class EventsApi {
  constructor(private readonly transport: Transport) {}

  /** A page of the feed, oldest first. @throws CursorExpiredError */
  read(query: FeedQuery & { after?: string; limit?: number } = {}, options?: CallOptions): Promise<FeedPage> {
    const { types, ...rest } = query;
    const call = { method: 'GET' as const, path: '/events', query: { ...rest, types: types?.join(',') || undefined } };
    return this.transport.json(call, options);
  }

  /**
   * The feed, now and as it grows, until it is aborted: nothing is skipped and nothing comes twice. It waits out a broker that is
   * away. Store its `cursor` with your work, and give it as `after` the next time.
   *
   * @throws CursorExpiredError when `after` is older than what is kept
   */
  tail(options: TailOptions = {}): EventTail {
    return new EventTail((query, call) => this.read(query, call), options);
  }

  /** What lies behind us, newest first. */
  list(filter: EventFilter = {}, options?: CallOptions): List<RollcallEvent> {
    return new List(async (page_token) => {
      const body = { page_size: PAGE_SIZE, ...filter, page_token };
      const call = { method: 'POST' as const, path: '/events/paginated', body, reads: true };
      const answer = await this.transport.json<Answer>(call, options);
      return pageOf(answer.events, answer);
    });
  }
}
