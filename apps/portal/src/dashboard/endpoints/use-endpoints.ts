import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api-context';
import { type EndpointList } from './endpoint';

const MOST_OFFERED = 100;

/** Endpoints that a choice offers, and the URLs of those that are known. */
export function useEndpoints() {
  const api = useApi();
  const query = useQuery({
    queryKey: ['endpoints', 'offered'],
    queryFn: ({ signal }) => api.get<EndpointList>('/webhook_endpoints', { page_size: MOST_OFFERED }, signal),
    staleTime: 15_000,
  });
  const endpoints = query.data?.endpoints ?? [];
  const urlOf = (id: string): string => endpoints.find((one) => one.id === id)?.url ?? id;
  const choices = endpoints.map(({ id, url, description }) => ({ value: id, label: description || url }));
  return { choices, urlOf, endpoints, isPending: query.isPending };
}
