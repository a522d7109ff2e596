import { useQuery } from '@tanstack/react-query';
import { type components } from '#client';
import { type DirectoryScope } from '../directory-scope';

export const SEEN_CHECKS = [
  'signed_in',
  'looked_up',
  'user_created',
  'user_updated',
  'user_deactivated',
  'group_sent',
] as const;

export type ChecksAnswer = components['schemas']['ChecksAnswer'];
export type SeenCheck = ChecksAnswer['seen'][number];

export function useChecks(scope: DirectoryScope, every: number) {
  return useQuery({
    queryKey: scope.key('checks'),
    queryFn: ({ signal }) => scope.get<ChecksAnswer>('/checks', undefined, signal),
    refetchInterval: ({ state }) => (state.fetchFailureCount > 0 ? 30_000 : every),
  });
}
