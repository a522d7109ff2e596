import { useTranslations } from 'use-intl';
import { type Query } from '../../api/api-client';
import { useApi } from '../../api/api-context';
import { pageOf } from '../../api/page-of';
import { PageTitle } from '../../app/page-title';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { type Filter } from '../../parts/filter';
import { type Column } from '../../parts/rows-table';
import { TimeText } from '../../parts/time-text';
import { actionWords } from './action-words';

interface Entry {
  id: string;
  at: string;
  actor: 'application' | 'portal' | 'provider' | 'rollcall';
  action: string;
  target_type: string;
  target_id: string | null;
  directory_id: string | null;
  ip: string | null;
}

interface Entries {
  audit_logs: Entry[];
  total_size: number;
  next_page_token: string;
  prev_page_token: string;
}

const TARGETS = ['directory', 'portal_session', 'portal_link'] as const;

/** Who changed what. */
export function ActivityPage() {
  const t = useTranslations('portal');
  const api = useApi();
  const columns: Column<Entry>[] = [
    { id: 'at', header: t('activity.time'), cell: ({ at }) => <TimeText at={at} exact /> },
    { id: 'actor', header: t('activity.who'), cell: ({ actor }) => t(`activity.actors.${actor}`) },
    { id: 'action', header: t('activity.action'), cell: ({ action }) => actionWords(action) },
    {
      id: 'target',
      header: t('activity.what'),
      cell: ({ target_id, target_type }) => <code>{target_id ?? target_type}</code>,
    },
    { id: 'ip', header: t('activity.from'), cell: ({ ip }) => ip ?? '–' },
  ];
  const filters: Filter[] = [
    {
      name: 'target_type',
      label: t('activity.about'),
      kind: 'choice',
      options: [
        { value: '', label: t('activity.all') },
        ...TARGETS.map((target) => ({ value: target, label: t(`activity.targets.${target}`) })),
      ],
    },
  ];
  const load = async (query: Query, signal: AbortSignal) => {
    const answer = await api.get<Entries>('/audit_logs', query, signal);
    return pageOf(answer, answer.audit_logs);
  };
  return (
    <div className="stack">
      <PageTitle title={t('activity.title')} />
      <DataTable
        label={t('activity.title')}
        columns={columns}
        rowKey={({ id }) => id}
        queryKey={['activity']}
        load={load}
        filters={filters}
        empty={<Empty title={t('activity.empty')} />}
      />
    </div>
  );
}
