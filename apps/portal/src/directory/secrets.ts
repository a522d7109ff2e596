import { useQuery } from '@tanstack/react-query';
import { type components } from '#client';
import { type DirectoryScope } from './directory-scope';

export type Secret = components['schemas']['SecretBody'];
export type CreatedSecret = components['schemas']['CreatedSecret'];

export function useSecrets(scope: DirectoryScope, every: number | false = false) {
  return useQuery({
    queryKey: scope.key('secrets'),
    queryFn: async ({ signal }) => (await scope.get<{ secrets: Secret[] }>('/secrets', undefined, signal)).secrets,
    refetchInterval: every,
  });
}

/** The newest token that still works. */
export const newestActive = (secrets: readonly Secret[] | undefined): Secret | undefined =>
  secrets?.filter(({ status }) => status === 'ACTIVE').sort((a, b) => b.create_time.localeCompare(a.create_time))[0];
