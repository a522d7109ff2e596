import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api-context';
import { AppLink } from '../../app/app-link';
import { shortType } from '../endpoints/endpoint';
import { type Delivery, type DeliveryDetail, type DeliveryList, isSettled } from './delivery';

const EVERY_MS = 5_000;
const MOST_SHOWN = 5;

/** What waits until this delivery is over: later changes of the same person, in their order. */
export function WaitingBehind({ delivery }: { delivery: DeliveryDetail }) {
  const api = useApi();
  const { id, endpoint_id, user_id, state } = delivery;
  const query = useQuery({
    queryKey: ['waiting-behind', id],
    enabled: user_id !== null && !isSettled(state),
    refetchInterval: EVERY_MS,
    queryFn: async ({ signal }) => {
      const filter = { endpoint_id, user_id: user_id ?? '', state: 'pending', page_size: 20 };
      const { deliveries } = await api.get<DeliveryList>('/deliveries', filter, signal);
      const later = deliveries.filter((other) => other.id !== id).slice(-MOST_SHOWN);
      const details = await Promise.all(
        later.map((other) => api.get<{ delivery: DeliveryDetail }>(`/deliveries/${other.id}`, undefined, signal)),
      );
      return details.map((answer) => answer.delivery).filter(({ waits_for }) => waits_for === id);
    },
  });
  const waiting: readonly Pick<Delivery, 'id' | 'event_type'>[] = isSettled(state) ? [] : (query.data ?? []);
  if (waiting.length === 0) return <>–</>;
  return (
    <ul className="plain">
      {waiting.map((other) => (
        <li key={other.id}>
          <AppLink to={`/deliveries/${other.id}`}>
            {shortType(other.event_type)} {other.id}
          </AppLink>
        </li>
      ))}
    </ul>
  );
}
