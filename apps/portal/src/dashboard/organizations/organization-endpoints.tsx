import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { AddEndpoint } from '../endpoints/add-endpoint';
import { EndpointsTable } from '../endpoints/endpoints-table';
import { ScopedButton } from '../scoped-button';
import { useOrganization } from './organization-context';

export function OrganizationEndpoints() {
  const t = useTranslations('webhooks');
  const { id } = useOrganization();
  const [adding, setAdding] = useState(false);
  return (
    <div className="stack">
      <div className="row end">
        <ScopedButton onClick={() => setAdding(true)}>{t('endpoint.add')}</ScopedButton>
      </div>
      <EndpointsTable organization={id} />
      {adding && <AddEndpoint organization={id} onClose={() => setAdding(false)} />}
    </div>
  );
}
