import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { PageTitle } from '../../app/page-title';
import { ScopedButton } from '../scoped-button';
import { AddEndpoint } from './add-endpoint';
import { EndpointsTable } from './endpoints-table';

export function EndpointsPage() {
  const t = useTranslations('webhooks');
  const [adding, setAdding] = useState(false);
  return (
    <div className="stack">
      <div className="head">
        <PageTitle title={t('endpoint.table')} />
        <ScopedButton onClick={() => setAdding(true)}>{t('endpoint.add')}</ScopedButton>
      </div>
      <EndpointsTable />
      {adding && <AddEndpoint onClose={() => setAdding(false)} />}
    </div>
  );
}
