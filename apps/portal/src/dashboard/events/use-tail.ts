import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type Query } from '../../api/api-client';
import { useApi } from '../../api/api-context';
import { type EventPage, type FeedAnswer, type FeedEvent } from './event';
import { withNewer } from './tail';

const EVERY_MS = 1_000;
const MOST_READ = 200;
/** The newest events by their ids: the end of the feed is not far behind the oldest of them. */
const LOOKED_BACK = 100;

interface Tail {
  /** Of the filter: another one reads anew what has come since the tail was opened. */
  filter: string;
  after: string;
  events: readonly FeedEvent[];
}

/** Follows the ordered feed by its cursor: nothing is skipped and nothing comes twice. A pause keeps the cursor. */
export function useTail(running: boolean, { types, organization_id }: { types: string; organization_id: string }) {
  const api = useApi();
  /** Where the tail was opened. */
  const start = useRef<string>(undefined);
  const tail = useRef<Tail>(undefined);
  const [read, setRead] = useState<Tail>();
  const filter: Query = { types, organization_id };
  const name = JSON.stringify(filter);
  const query = useQuery({
    queryKey: ['tail', types, organization_id],
    enabled: running,
    refetchInterval: ({ state }) => (state.fetchFailureCount > 0 ? 5_000 : EVERY_MS),
    refetchOnWindowFocus: false,
    retry: false,
    gcTime: 0,
    queryFn: async () => {
      const opened = (start.current ??= await endOfFeed());
      let { after, events }: Tail =
        tail.current?.filter === name ? tail.current : { filter: name, after: opened, events: [] };
      for (;;) {
        // Not the signal of the query: what was read half-way counts, too.
        const answer = await api.get<FeedAnswer>('/events', { ...filter, after, limit: MOST_READ });
        after = answer.next_after;
        events = withNewer(events, answer.events);
        tail.current = { filter: name, after, events };
        if (!answer.has_more) break;
      }
      setRead(tail.current);
      return after;
    },
  });
  /** As the feed itself says: an event of a transaction that is still open takes its place before those that are committed. */
  const endOfFeed = async (): Promise<string> => {
    const newest = await api.post<EventPage>('/events/paginated', { page_size: LOOKED_BACK });
    let after = newest.next_page_token ? (newest.events.at(-1)?.id ?? '') : '';
    for (;;) {
      const { next_after, has_more } = await api.get<FeedAnswer>('/events', { after, limit: MOST_READ });
      after = next_after;
      if (!has_more) return after;
    }
  };
  return { events: read?.filter === name ? read.events : [], query };
}
