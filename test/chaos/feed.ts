import { type FeedEvent } from './feed-event.js';
import { type Scene } from './scene.js';

interface FeedPage {
  events: FeedEvent[];
  next_after: string;
  latest_sequence: number;
}

/** The whole feed of the scene's directory, page by page as a consumer reads it. */
export async function readFeed({ world, directoryId }: Scene): Promise<{ events: FeedEvent[]; latest: number }> {
  const events: FeedEvent[] = [];
  for (let after = ''; ;) {
    const page = await world.rest.get<FeedPage>(
      `/api/v1/events?directory_id=${directoryId}&limit=1000&after=${encodeURIComponent(after)}`,
    );
    events.push(...page.events);
    if (page.next_after === after) return { events, latest: page.latest_sequence };
    after = page.next_after;
  }
}
