import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api-context';
import { type OrganizationList } from './organization';

const MOST_OFFERED = 100;

/** Organizations that a choice offers, and the names of those that are known. */
export function useOrganizations() {
  const api = useApi();
  const query = useQuery({
    queryKey: ['organizations', 'offered'],
    queryFn: ({ signal }) => api.get<OrganizationList>('/organizations', { page_size: MOST_OFFERED }, signal),
    staleTime: 15_000,
  });
  const organizations = query.data?.organizations ?? [];
  const nameOf = (id: string): string => organizations.find((one) => one.id === id)?.display_name ?? id;
  const choices = organizations.map(({ id, display_name }) => ({ value: id, label: display_name }));
  return { choices, nameOf, isPending: query.isPending };
}
