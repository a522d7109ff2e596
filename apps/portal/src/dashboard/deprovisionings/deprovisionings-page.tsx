import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { type components } from '#client';
import { type Query } from '../../api/api-client';
import { useApi } from '../../api/api-context';
import { pageOf } from '../../api/page-of';
import { announce } from '../../app/announcements';
import { AppLink } from '../../app/app-link';
import { PageTitle } from '../../app/page-title';
import { ActionError } from '../../parts/action-error';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { Countdown } from '../countdown';
import { STATE_TONES } from '../deliveries/delivery';
import { useEndpoints } from '../endpoints/use-endpoints';
import { ScopedButton } from '../scoped-button';

type List = components['schemas']['DeprovisioningListAnswer'];

/** Leavers whom an application has not acknowledged, the oldest first. */
export function DeprovisioningsPage() {
  const t = useTranslations('webhooks');
  const api = useApi();
  const client = useQueryClient();
  const { urlOf } = useEndpoints();
  const resend = useMutation({
    mutationFn: (id: string) => api.post(`/deliveries/${id}:retry`),
    onSuccess: () => {
      announce(t('delivery.resending'));
      return client.invalidateQueries({ queryKey: ['deprovisionings'] });
    },
  });
  const load = async (query: Query, signal: AbortSignal) => {
    const answer = await api.get<List>('/deprovisionings:unacknowledged', query, signal);
    return pageOf(answer, answer.deprovisionings);
  };
  return (
    <div className="stack">
      <PageTitle title={t('leaver.table')} />
      <p className="dimmed readable">{t('leaver.text')}</p>
      <ActionError error={resend.error} />
      <DataTable
        label={t('leaver.table')}
        rowKey={({ id }) => id}
        queryKey={['deprovisionings']}
        load={load}
        every={5_000}
        columns={[
          {
            id: 'user',
            header: t('leaver.user'),
            cell: ({ id, user_id }) => <AppLink to={`/deliveries/${id}`}>{user_id}</AppLink>,
          },
          { id: 'since', header: t('leaver.since'), cell: ({ created_at }) => <TimeText at={created_at} /> },
          { id: 'endpoint', header: t('endpoint.one'), cell: ({ endpoint_id }) => <bdi>{urlOf(endpoint_id)}</bdi> },
          {
            id: 'state',
            header: t('state'),
            cell: ({ state }) => <StateBadge tone={STATE_TONES[state]}>{t(`delivery.states.${state}`)}</StateBadge>,
          },
          { id: 'last', header: t('delivery.lastStatus'), end: true, cell: ({ last_status }) => last_status ?? '–' },
          { id: 'next', header: t('delivery.next'), cell: ({ next_attempt_at }) => <Countdown at={next_attempt_at} /> },
          {
            id: 'actions',
            header: t('actions'),
            end: true,
            cell: ({ id, user_id }) => (
              <ScopedButton
                size="xs"
                variant="default"
                aria-label={t('leaver.resend', { user: user_id })}
                loading={resend.isPending && resend.variables === id}
                onClick={() => resend.mutate(id)}
              >
                {t('delivery.resend')}
              </ScopedButton>
            ),
          },
        ]}
        empty={<Empty title={t('leaver.none')} />}
      />
    </div>
  );
}
