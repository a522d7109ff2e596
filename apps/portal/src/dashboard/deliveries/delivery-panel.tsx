import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { CopyButton } from '../../parts/copy-button';
import { DetailPanel } from '../../parts/detail-panel';
import { NotUpdated } from '../../parts/not-updated';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { RowSteps } from '../../parts/row-steps';
import { shortType } from '../endpoints/endpoint';
import { useEndpoints } from '../endpoints/use-endpoints';
import { type DeliveryDetail, isSettled } from './delivery';
import { DeliveryDetails } from './delivery-details';

/** One delivery with every attempt; below all deliveries, or below those of an endpoint. */
export function DeliveryPanel() {
  const t = useTranslations('webhooks');
  const api = useApi();
  const { delivery: id = '', endpoint } = useParams({ strict: false }) as { delivery?: string; endpoint?: string };
  const query = useQuery({
    queryKey: ['delivery', id],
    queryFn: async ({ signal }) =>
      (await api.get<{ delivery: DeliveryDetail }>(`/deliveries/${id}`, undefined, signal)).delivery,
    refetchInterval: ({ state }) => (state.data !== undefined && isSettled(state.data.state) ? 15_000 : 2_000),
  });
  const { isPending: namesPending } = useEndpoints();
  const list = endpoint === undefined ? '/deliveries' : `/endpoints/${endpoint}`;
  const page = endpoint === undefined ? '/deliveries' : `/endpoints/${endpoint}/deliveries`;
  return (
    <DetailPanel
      label={t('delivery.details')}
      title={query.data === undefined ? t('delivery.one') : shortType(query.data.event_type)}
      closeTo={list}
      rowLink={`row-${id}`}
      actions={
        <>
          <RowSteps list={['deliveries']} current={id} page={page} />
          <CopyButton label={t('delivery.copyId')} value={id} wide />
        </>
      }
    >
      <NotUpdated query={query} />
      {query.data === undefined || namesPending ? (
        query.isError ? (
          <ProblemView error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PageLoading lines={4} />
        )
      ) : (
        <DeliveryDetails delivery={query.data} />
      )}
    </DetailPanel>
  );
}
