import { useIsFetching } from '@tanstack/react-query';

/**
 * Whether names that rows show in place of ids are still on their way: queries whose key says `offered`. A list waits for them, as other
 * texts make other columns. Only for what holds no such query itself: a query that is taken away with what waits for it begins anew.
 */
export const useNamesPending = (): boolean =>
  useIsFetching({ predicate: ({ queryKey, state }) => queryKey.includes('offered') && state.data === undefined }) > 0;
