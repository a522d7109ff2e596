import { isPush, type Provider, PROVIDERS } from '../../directory/providers';

export type Way = 'all' | 'push' | 'pull';

/** Sources that can be connected today: what cannot has no tile. */
export const availableProviders: readonly Provider[] = PROVIDERS;

export function matching(providers: readonly Provider[], search: string, way: Way): Provider[] {
  const wanted = search.trim().toLocaleLowerCase();
  return providers.filter(
    (provider) =>
      (way === 'all' || isPush(provider) === (way === 'push')) && provider.label.toLocaleLowerCase().includes(wanted),
  );
}
