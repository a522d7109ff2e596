import { type RestClient } from './rest-client.js';

interface Page {
  events: { id: string }[];
  next_after: string;
  latest_sequence: number | null;
}

/** The ids of a directory's events, read from the ordered feed: what the receiver must have got. Waits for the last one. */
export async function eventsOf(api: RestClient, directoryId: string, signal: AbortSignal): Promise<string[]> {
  const ids: string[] = [];
  for (let after = ''; ;) {
    signal.throwIfAborted();
    const page = await api.get<Page>(`/events?directory_id=${directoryId}&limit=1000&after=${after}`);
    ids.push(...page.events.map(({ id }) => id));
    // Sequences have no gaps: the last one is the number of events.
    if (ids.length >= (page.latest_sequence ?? 0)) return ids;
    after = page.next_after;
  }
}
