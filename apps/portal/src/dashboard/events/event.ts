import { type Delivery } from '../deliveries/delivery';

/** What happened, as receivers and the feed get it. */
export interface FeedEvent {
  id: string;
  type: string;
  occurred_at: string;
  organization_id: string | null;
  sequence: number | null;
  object: string;
  data: Record<string, unknown>;
}

export interface EventPage {
  events: FeedEvent[];
  total_size?: number;
  next_page_token?: string;
  prev_page_token?: string;
}

export interface FeedAnswer {
  events: FeedEvent[];
  next_after: string;
  has_more: boolean;
}

export interface EventAnswer {
  event: FeedEvent;
  deliveries: Delivery[];
}

/** Whom or what it is about, in the best words that it carries. */
export function subjectOf({ data }: FeedEvent): string {
  for (const name of ['name', 'display_name', 'email', 'url', 'id']) {
    const value = data[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return '–';
}
