import { useQuery } from '@tanstack/react-query';
import { type Pulse } from './directory';
import { type DirectoryScope } from './directory-scope';

const SLOWEST_MS = 30_000;

/** The live state of a directory. Nothing is asked in a hidden tab, and less often while the server fails. */
export function usePulse(scope: DirectoryScope, every: number) {
  return useQuery({
    queryKey: scope.key('pulse'),
    queryFn: async ({ signal }) => (await scope.api.getIfChanged<{ pulse: Pulse }>(scope.path('/pulse'), signal)).pulse,
    refetchInterval: ({ state }) =>
      state.fetchFailureCount === 0 ? every : Math.min(SLOWEST_MS, every * 2 ** state.fetchFailureCount),
  });
}
