import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { type components } from '#client';
import { type Query } from '../../api/api-client';
import { useApi } from '../../api/api-context';
import { pageOf } from '../../api/page-of';
import { announce } from '../../app/announcements';
import { PageTitle } from '../../app/page-title';
import { useAddressSearch } from '../../app/use-address';
import { ActionError } from '../../parts/action-error';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Notice } from '../../parts/notice';
import { type Column } from '../../parts/rows-table';
import { TimeText } from '../../parts/time-text';
import { NeedsAdmin } from '../needs-admin';
import { useOrganizations } from '../organizations/use-organizations';
import { sinceOf } from '../periods';
import { ExportCutOff, exportAuditLog } from './export-audit-log';

type AuditLog = components['schemas']['AuditLogBody'];
type AuditLogList = components['schemas']['AuditLogList'];

export function AuditPage() {
  const t = useTranslations('administration');
  return (
    <NeedsAdmin title={t('audit.title')}>
      <Audit />
    </NeedsAdmin>
  );
}

/** Who did what to what, when, from where. */
function Audit() {
  const t = useTranslations('administration');
  const api = useApi();
  const { choices, nameOf } = useOrganizations();
  const [search] = useAddressSearch();
  const download = useMutation({
    mutationFn: () => exportAuditLog(api, search['organization'] ?? ''),
    onSuccess: (count) => announce(t('audit.exported', { count })),
  });
  const load = async ({ organization, action, period, ...page }: Query, signal: AbortSignal) => {
    const query = { ...page, organization_id: organization, action, start_time: sinceOf(period) };
    const answer = await api.get<AuditLogList>('/audit_logs', query, signal);
    return pageOf(answer, answer.audit_logs);
  };
  const columns: Column<AuditLog>[] = [
    { id: 'at', header: t('audit.time'), cell: ({ at }) => <TimeText at={at} /> },
    {
      id: 'actor',
      header: t('audit.actor'),
      cell: ({ actor_type, actor_id }) => (
        <>
          {t(`audit.actors.${actor_type}`)} {actor_id !== null && <code>{actor_id}</code>}
        </>
      ),
    },
    { id: 'action', header: t('audit.action'), cell: ({ action }) => action },
    {
      id: 'target',
      header: t('audit.target'),
      cell: ({ target_type, target_id }) => (
        <>
          {target_type} {target_id !== null && <code>{target_id}</code>}
        </>
      ),
    },
    {
      id: 'organization',
      header: t('audit.organization'),
      cell: ({ organization_id }) => <bdi>{organization_id === null ? '–' : nameOf(organization_id)}</bdi>,
    },
    { id: 'ip', header: t('audit.ip'), cell: ({ ip }) => ip ?? '–' },
  ];
  return (
    <div className="stack">
      <div className="head">
        <PageTitle title={t('audit.title')} />
        <Button variant="default" loading={download.isPending} onClick={() => download.mutate()}>
          {t('audit.export')}
        </Button>
      </div>
      {download.error instanceof ExportCutOff ? (
        <Notice tone="bad" role="alert">
          <p>{t('audit.cutOff')}</p>
        </Notice>
      ) : (
        <ActionError error={download.error} />
      )}
      <DataTable
        label={t('audit.title')}
        columns={columns}
        rowKey={({ id }) => id}
        queryKey={['audit']}
        load={load}
        every={15_000}
        filters={[
          { name: 'action', label: t('audit.search'), kind: 'search' },
          {
            name: 'organization',
            label: t('audit.organization'),
            kind: 'choice',
            open: true,
            options: [{ value: '', label: t('all') }, ...choices],
          },
          {
            name: 'period',
            label: t('period'),
            kind: 'choice',
            fallback: '7d',
            options: (['1h', '24h', '7d', '90d'] as const).map((value) => ({ value, label: t(`periods.${value}`) })),
          },
        ]}
        empty={<Empty title={t('audit.none')} />}
      />
    </div>
  );
}
