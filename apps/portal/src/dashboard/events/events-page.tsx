import { Outlet } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { PageTitle } from '../../app/page-title';
import { EventsTable } from './events-table';

export function EventsPage() {
  const t = useTranslations('webhooks');
  return (
    <div className="stack">
      <PageTitle title={t('event.table')} />
      <EventsTable />
      <Outlet />
    </div>
  );
}
