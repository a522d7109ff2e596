import { useQuery } from '@tanstack/react-query';
import { type DirectoryScope } from '../directory-scope';

export const SEEN_CHECKS = [
  'signed_in',
  'looked_up',
  'user_created',
  'user_updated',
  'user_deactivated',
  'group_sent',
] as const;

export interface SeenCheck {
  id: (typeof SEEN_CHECKS)[number];
  state: 'waiting' | 'seen' | 'refused';
  at: string | null;
  request_id: string | null;
  error: string | null;
}

export interface SelfCheck {
  id: 'public_url' | 'answers' | 'wrong_token_refused' | 'token_accepted' | 'unknown_user_is_empty';
  state: 'passed' | 'failed' | 'skipped';
  detail: string | null;
}

export interface ChecksAnswer {
  seen: SeenCheck[];
  self: SelfCheck[];
}

export function useChecks(scope: DirectoryScope, every: number) {
  return useQuery({
    queryKey: scope.key('checks'),
    queryFn: ({ signal }) => scope.get<ChecksAnswer>('/checks', undefined, signal),
    refetchInterval: ({ state }) => (state.fetchFailureCount > 0 ? 30_000 : every),
  });
}
