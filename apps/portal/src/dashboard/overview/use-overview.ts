import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api-context';
import { type Overview } from './overview';

const EVERY_MS = 10_000;
/** Whoever is at the first steps sees at once that a step is done. The answer may be a second old. */
const FIRST_STEPS_EVERY_MS = 1_500;

export function useOverview() {
  const api = useApi();
  return useQuery({
    queryKey: ['overview'],
    queryFn: async ({ signal }) =>
      (await api.get<{ overview: Overview }>('/overview', { window: '24h' }, signal)).overview,
    refetchInterval: ({ state }) =>
      state.fetchFailureCount === 0 && state.data?.first_steps.some(({ done }) => !done) === true
        ? FIRST_STEPS_EVERY_MS
        : EVERY_MS,
  });
}
