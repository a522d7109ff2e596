import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type Query } from '../../api/api-client';
import { useApi } from '../../api/api-context';
import { type EventPage, type FeedAnswer, type FeedEvent } from './event';
import { withNewer } from './tail';

const EVERY_MS = 1_000;
const MOST_READ = 200;

interface Tail {
  /** Null: where the feed ends is not known yet. */
  after: string | null;
  events: readonly FeedEvent[];
}

/** Follows the ordered feed by its cursor: nothing is skipped and nothing comes twice. A pause keeps the cursor. */
export function useTail(running: boolean, { types, organization_id }: { types: string; organization_id: string }) {
  const api = useApi();
  const tail = useRef<Tail>({ after: null, events: [] });
  const [events, setEvents] = useState<readonly FeedEvent[]>([]);
  const filter: Query = { types, organization_id };
  const query = useQuery({
    queryKey: ['tail', types, organization_id],
    enabled: running,
    refetchInterval: ({ state }) => (state.fetchFailureCount > 0 ? 5_000 : EVERY_MS),
    refetchOnWindowFocus: false,
    retry: false,
    gcTime: 0,
    queryFn: async () => {
      // Not the signal of the query: a reading that was given up half-way would still have moved the cursor.
      tail.current.after ??= await endOfFeed();
      for (;;) {
        const { events: read, next_after } = await api.get<FeedAnswer>('/events', {
          ...filter,
          after: tail.current.after ?? '',
          limit: MOST_READ,
        });
        tail.current = { after: next_after, events: withNewer(tail.current.events, read) };
        if (read.length < MOST_READ) break;
      }
      setEvents(tail.current.events);
      return tail.current.after;
    },
  });
  const endOfFeed = async (): Promise<string> => {
    const newest = await api.post<EventPage>('/events/paginated', { page_size: 1 });
    return newest.events[0]?.id ?? '';
  };
  return { events, query };
}
