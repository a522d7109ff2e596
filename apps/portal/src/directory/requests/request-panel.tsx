import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { type PageOf } from '../../api/page-of';
import { CopyButton } from '../../parts/copy-button';
import { DetailPanel } from '../../parts/detail-panel';
import { NotFound } from '../../parts/not-found';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { RowSteps } from '../../parts/row-steps';
import { TimeText } from '../../parts/time-text';
import { useDirectoryScope } from '../directory-scope';
import { RequestDetails } from './request-details';
import { findRequest, type LoggedRequest } from './requests-query';

/** One request in words, and what to do about it. */
export function RequestPanel() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const { request: id = '' } = useParams({ strict: false }) as { request?: string };
  const query = useQuery({
    queryKey: scope.key('request', id),
    queryFn: ({ signal }) => findRequest(scope, id, signal),
    // A request does not change after it was logged.
    staleTime: Infinity,
    initialData: () =>
      client
        .getQueriesData<PageOf<LoggedRequest>>({ queryKey: scope.key('requests') })
        .flatMap(([, page]) => page?.rows ?? [])
        .find((request) => request.id === id),
  });
  return (
    <DetailPanel
      label={t('requests.details')}
      title={
        <>
          {t('requests.request')} {query.data && <TimeText at={query.data.at} exact />}
        </>
      }
      closeTo={scope.page('/requests')}
      rowLink={`row-${id}`}
      actions={
        <>
          <RowSteps list={scope.key('requests')} current={id} page={scope.page('/requests')} />
          <CopyButton
            label={t('requests.copyId')}
            value={query.data?.request_id ?? ''}
            disabled={query.data == null}
            wide
          />
        </>
      }
    >
      {query.data === undefined ? (
        query.isError ? (
          <ProblemView error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PageLoading lines={4} />
        )
      ) : query.data === null ? (
        <NotFound />
      ) : (
        <RequestDetails request={query.data} />
      )}
    </DetailPanel>
  );
}
