import { Outlet } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { PageTitle } from '../../app/page-title';
import { DeliveriesTable } from './deliveries-table';

export function DeliveriesPage() {
  const t = useTranslations('webhooks');
  return (
    <div className="stack">
      <PageTitle title={t('delivery.table')} />
      <DeliveriesTable page="/deliveries" />
      <Outlet />
    </div>
  );
}
