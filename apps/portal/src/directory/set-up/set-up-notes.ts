import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type DirectoryScope } from '../directory-scope';

/** What somebody has ticked, kept with the directory so that another day goes on where this one stopped. */
export interface SetUpNotes {
  ticked: number[];
  tokenSaved: boolean;
}

type Context = Record<string, unknown>;

const NAME = 'portal_set_up';
const NONE: SetUpNotes = { ticked: [], tokenSaved: false };

export function useSetUpNotes(scope: DirectoryScope) {
  const client = useQueryClient();
  // What was ticked just now: a checkbox must not wait for an answer.
  const [ticked, setTicked] = useState<SetUpNotes>();
  const key = scope.key('contexts');
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => (await scope.get<{ context: Context }>('/contexts', undefined, signal)).context,
  });
  const save = useMutation({
    mutationFn: async (notes: SetUpNotes) => {
      // Other notes on this directory belong to somebody else and stay.
      const { context } = await scope.get<{ context: Context }>('/contexts');
      await scope.api.put(scope.path('/contexts'), { ...context, [NAME]: notes });
    },
    onMutate: (notes) => client.setQueryData(key, (context: Context | undefined) => ({ ...context, [NAME]: notes })),
    onError: () => {
      setTicked(undefined);
      return client.invalidateQueries({ queryKey: key });
    },
    scope: { id: `notes-${scope.directory.id}` },
  });
  const stored = (query.data?.[NAME] ?? {}) as Partial<SetUpNotes>;
  const notes: SetUpNotes = {
    ticked: Array.isArray(stored.ticked) ? stored.ticked : NONE.ticked,
    tokenSaved: stored.tokenSaved === true,
  };
  const change = (next: SetUpNotes) => {
    setTicked(next);
    save.mutate(next);
  };
  return { notes: ticked ?? notes, ready: query.data !== undefined, save: change };
}
