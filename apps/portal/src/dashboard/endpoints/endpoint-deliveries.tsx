import { Outlet } from '@tanstack/react-router';
import { DeliveriesTable } from '../deliveries/deliveries-table';
import { useEndpoint } from './endpoint-context';

export function EndpointDeliveries() {
  const { id } = useEndpoint();
  return (
    <div className="stack">
      <DeliveriesTable endpoint={id} page={`/endpoints/${id}/deliveries`} />
      <Outlet />
    </div>
  );
}
