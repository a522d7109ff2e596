import { type components } from '#client';
import { type Query } from '../../api/api-client';
import { type PageOf, pageOf } from '../../api/page-of';
import { type DirectoryScope } from '../directory-scope';

type Schemas = components['schemas'];

/** A request of the provider as the log keeps it: values are masked. */
export type LoggedRequest = Schemas['RequestBody'];
type RequestList = Schemas['RequestList'];

export type RequestPage = PageOf<LoggedRequest> & { dropped: number };

export const PERIODS = { '1h': 3_600_000, '24h': 86_400_000, '7d': 7 * 86_400_000 } as const;

/** The beginning of the period is rounded to the minute: the same list is asked again, not a new one each second. */
export const loadRequests =
  (scope: DirectoryScope) =>
  async ({ outcome, action, period, ...page }: Query, signal: AbortSignal): Promise<RequestPage> => {
    const length = PERIODS[period as keyof typeof PERIODS] ?? PERIODS['24h'];
    const start = new Date(Math.floor((Date.now() - length) / 60_000) * 60_000).toISOString();
    const query = {
      ...page,
      action,
      start_time: start,
      failed: outcome === 'refused' ? 'true' : undefined,
    };
    const answer = await scope.get<RequestList>('/requests', query, signal);
    return { ...pageOf(answer, answer.requests), dropped: answer.dropped };
  };

const PAGE = 100;
const MOST_PAGES = 5;

/** One request by its id, within the newest 500. */
export async function findRequest(
  scope: DirectoryScope,
  id: string,
  signal: AbortSignal,
): Promise<LoggedRequest | null> {
  let token: string | undefined;
  for (let turn = 0; turn < MOST_PAGES; turn += 1) {
    const query = { page_size: PAGE, page_token: token };
    const answer: RequestList = await scope.get<RequestList>('/requests', query, signal);
    const found = answer.requests.find((request) => request.id === id);
    if (found !== undefined) return found;
    if (answer.next_page_token === '') return null;
    token = answer.next_page_token;
  }
  return null;
}
