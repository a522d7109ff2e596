import { EventsTable } from '../events/events-table';
import { useOrganization } from './organization-context';

export function OrganizationEvents() {
  return <EventsTable organization={useOrganization().id} />;
}
