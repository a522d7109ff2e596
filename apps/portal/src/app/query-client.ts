import { QueryClient } from '@tanstack/react-query';
import { Problem } from '../api/problem';

/** What a page shows stays until something newer is there. Refusals are not asked again: they stay refusals. */
export const makeQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 0,
        gcTime: 60_000,
        networkMode: 'always',
        refetchOnWindowFocus: true,
        refetchIntervalInBackground: false,
        retry: (count, error) => count < 2 && !(error instanceof Problem && error.status < 500),
        retryDelay: (attempt) => Math.min(30_000, 500 * 2 ** attempt),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
