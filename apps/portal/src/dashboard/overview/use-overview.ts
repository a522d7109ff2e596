import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api-context';
import { type Overview } from './overview';

const EVERY_MS = 10_000;

export function useOverview() {
  const api = useApi();
  return useQuery({
    queryKey: ['overview'],
    queryFn: async ({ signal }) =>
      (await api.get<{ overview: Overview }>('/overview', { window: '24h' }, signal)).overview,
    refetchInterval: EVERY_MS,
  });
}
