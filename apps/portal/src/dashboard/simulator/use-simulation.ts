import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api-context';
import { announce } from '../../app/announcements';
import { newIdempotencyKey } from '../../directory/idempotency-key';
import { type Directory } from '../../directory/directory';
import { type Dialect, DIALECTS, isOver, type Simulation } from './simulation';

interface Order {
  dialect: Dialect;
  users: number;
  scenario: string;
}

const EVERY_MS = 500;

/** Starts a simulated provider and follows it. Without a directory the organization's sandbox is used, or made. */
export function useSimulation(organization: string, directory: string | undefined, started: string) {
  const api = useApi();
  const client = useQueryClient();
  const directories = `/organizations/${organization}/directories`;
  const start = useMutation({
    mutationFn: async (order: Order) => {
      const id = directory ?? (await sandboxOf(order.dialect)).id;
      const { simulation } = await api.post<{ simulation: Simulation }>(`${directories}/${id}:simulate`, order, {
        idempotencyKey: newIdempotencyKey(),
      });
      return { directory: id, simulation };
    },
    onSuccess: () => {
      announce(started);
      return client.invalidateQueries({ queryKey: ['directories'] });
    },
  });
  const sandboxOf = async (dialect: Dialect): Promise<{ id: string }> => {
    const provider = DIALECTS[dialect].directoryProvider;
    const there = await api.get<{ directories: Directory[] }>(directories, { page_size: 100 });
    const same = there.directories.find((one) => one.sandbox && one.directory_provider === provider);
    if (same !== undefined) return same;
    const made = await api.post<{ directory: Directory }>(
      directories,
      { directory_type: 'SCIM', directory_provider: provider, sandbox: true },
      { idempotencyKey: newIdempotencyKey() },
    );
    return made.directory;
  };
  const run = useQuery({
    queryKey: ['simulation', start.data?.simulation.id],
    enabled: start.data !== undefined,
    queryFn: async ({ signal }) => {
      const { directory: id, simulation } = start.data!;
      const path = `${directories}/${id}/simulations/${simulation.id}`;
      const answer = await api.get<{ simulation: Simulation }>(path, undefined, signal);
      if (isOver(answer.simulation)) {
        void client.invalidateQueries({ queryKey: ['overview'] });
        void client.invalidateQueries({ queryKey: ['directory', id] });
      }
      return answer.simulation;
    },
    refetchInterval: ({ state }) => (state.data !== undefined && isOver(state.data) ? false : EVERY_MS),
  });
  return { start, run, directory: start.data?.directory, simulation: run.data ?? start.data?.simulation };
}
