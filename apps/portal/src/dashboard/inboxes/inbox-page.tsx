import { NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { announce } from '../../app/announcements';
import { PageTitle } from '../../app/page-title';
import { ActionError } from '../../parts/action-error';
import { CopyField } from '../../parts/copy-field';
import { NotUpdated } from '../../parts/not-updated';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { TimeText } from '../../parts/time-text';
import { useMay } from '../dashboard-session';
import { type AnswerName, answerName, ANSWERS, type Inbox } from './inbox';
import { ReceivedRequests } from './received-requests';
import { VerifySnippet } from './verify-snippet';

const EVERY_MS = 1_000;

/** What a webhook receiver would see, as it comes. */
export function InboxPage() {
  const t = useTranslations('webhooks');
  const tDashboard = useTranslations('dashboard');
  const api = useApi();
  const client = useQueryClient();
  const mayWrite = useMay('write');
  const { inbox: id = '' } = useParams({ strict: false }) as { inbox?: string };
  const query = useQuery({
    queryKey: ['inbox', id],
    queryFn: async ({ signal }) => (await api.get<{ inbox: Inbox }>(`/inboxes/${id}`, undefined, signal)).inbox,
    refetchInterval: ({ state }) => (state.fetchFailureCount > 0 ? 30_000 : EVERY_MS),
  });
  const answer = useMutation({
    mutationFn: (name: AnswerName) => api.patch(`/inboxes/${id}`, { answer: ANSWERS[name] }),
    onSuccess: (_, name) => {
      announce(t('inbox.answersWith', { answer: t(`inbox.answers.${name}`) }));
      return client.invalidateQueries({ queryKey: ['inbox', id] });
    },
  });
  return (
    <div className="stack spaced">
      <PageTitle title={t('inbox.title')} />
      <NotUpdated query={query} />
      {query.data === undefined ? (
        query.isError ? (
          <ProblemView error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PageLoading />
        )
      ) : (
        <>
          <section className="card stack" aria-label={t('inbox.title')}>
            <CopyField label={t('inbox.url')} copyLabel={t('inbox.copyUrl')} value={query.data.url} />
            <div className="form-grid">
              <NativeSelect
                label={t('inbox.answerWith')}
                description={mayWrite ? t('inbox.answerText') : tDashboard('needsScope', { scope: 'write' })}
                disabled={!mayWrite || answer.isPending}
                value={answer.isPending ? answer.variables : answerName(query.data.answer)}
                data={(['204', '500', 'none'] as const).map((value) => ({
                  value,
                  label: t(`inbox.answers.${value}`),
                }))}
                onChange={(event) => answer.mutate(event.currentTarget.value as AnswerName)}
              />
              <p className="dimmed">
                {t('inbox.until')} <TimeText at={query.data.expire_time} exact />
              </p>
            </div>
            <ActionError error={answer.error} />
          </section>
          <ReceivedRequests requests={query.data.requests ?? []} url={query.data.url} />
          <VerifySnippet />
        </>
      )}
    </div>
  );
}
