import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useCallback } from 'react';

export type SearchText = Record<string, string>;

/** The search parameters of the address, and how they are changed. */
export function useAddressSearch(): [SearchText, (change: Record<string, string | undefined>) => void] {
  const search = useRouterState({ select: (state) => state.location.search as SearchText });
  const navigate = useNavigate();
  const change = useCallback(
    (changed: Record<string, string | undefined>) =>
      void navigate({
        to: '.',
        replace: true,
        resetScroll: false,
        search: ((current: SearchText) => ({ ...current, ...changed })) as never,
      }),
    [navigate],
  );
  return [search, change];
}

/** Goes to a path of the face. */
export function useGo(): (to: string, options?: { keepSearch?: boolean; replace?: boolean }) => void {
  const navigate = useNavigate();
  return useCallback(
    (to, { keepSearch = false, replace = false } = {}) =>
      void navigate({ to: to as '/', replace, search: (keepSearch ? true : {}) as never }),
    [navigate],
  );
}

/** The path below the face, such as `/d/dir_1/users`. */
export const useAppPath = (): string => useRouterState({ select: (state) => state.location.pathname });
