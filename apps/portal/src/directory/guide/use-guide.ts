import { useQuery } from '@tanstack/react-query';
import { guides } from 'virtual:guides';
import { type Guide } from '../../../guides/guide';
import { type Provider } from '../providers';

/** The guide of a provider, loaded when somebody needs it. */
export function useGuide(provider: Provider): Guide | undefined {
  const { data } = useQuery({
    queryKey: ['guide', provider.guide],
    queryFn: async () => (await (guides[provider.guide] ?? guides['generic'])!()).default as Guide,
    staleTime: Infinity,
  });
  return data;
}
