import { useQuery } from '@tanstack/react-query';
import { type DirectoryScope } from '../directory-scope';
import { runs, type Sync } from './sync';

const EVERY_MS = 2_000;

/** One run; asked again while it runs. */
export function useSync(scope: DirectoryScope, id: string) {
  return useQuery({
    queryKey: scope.key('sync', id),
    queryFn: async ({ signal }) => (await scope.get<{ sync: Sync }>(`/syncs/${id}`, undefined, signal)).sync,
    refetchInterval: ({ state }) => (state.data !== undefined && !runs(state.data) ? false : EVERY_MS),
    enabled: id !== '',
  });
}
