import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { announce } from '../../app/announcements';
import { AppLink } from '../../app/app-link';
import { ActionError } from '../../parts/action-error';
import { CopyButton } from '../../parts/copy-button';
import { Facts } from '../../parts/facts';
import { JsonView } from '../../parts/json-view';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { Countdown } from '../countdown';
import { useEndpoints } from '../endpoints/use-endpoints';
import { laidOut } from '../inboxes/inbox';
import { ScopedButton } from '../scoped-button';
import { asCurl } from './as-curl';
import { Attempts } from './attempts';
import { type DeliveryDetail, STATE_TONES } from './delivery';
import { WaitingBehind } from './waiting-behind';

export function DeliveryDetails({ delivery }: { delivery: DeliveryDetail }) {
  const t = useTranslations('webhooks');
  const api = useApi();
  const client = useQueryClient();
  const { urlOf } = useEndpoints();
  const { id, state, step, request, next_attempt_at, waiting_for, waits_for } = delivery;
  const resend = useMutation({
    mutationFn: () => api.post(`/deliveries/${id}:retry`),
    onSuccess: () => {
      announce(t('delivery.resending'));
      return Promise.all([
        client.invalidateQueries({ queryKey: ['delivery', id] }),
        client.invalidateQueries({ queryKey: ['deliveries'] }),
      ]);
    },
  });
  return (
    <>
      <div className="row">
        <StateBadge tone={STATE_TONES[state]}>
          {t(`delivery.states.${state}`)}
          {!['delivered', 'superseded', 'canceled'].includes(state) && ` ${t('delivery.step', step)}`}
        </StateBadge>
        <ScopedButton size="sm" loading={resend.isPending} onClick={() => resend.mutate()}>
          {t('delivery.resend')}
        </ScopedButton>
        <CopyButton label={t('delivery.copyCurl')} value={asCurl(request)} wide />
        {request.body !== null && <CopyButton label={t('copyPayload')} value={request.body} wide />}
      </div>
      <ActionError error={resend.error} />
      <Facts
        facts={[
          [
            t('endpoint.one'),
            <AppLink key="endpoint" to={`/endpoints/${delivery.endpoint_id}`}>
              <bdi>{urlOf(delivery.endpoint_id)}</bdi>
            </AppLink>,
          ],
          [
            t('delivery.event'),
            <AppLink key="event" to={`/events/${delivery.event_id}`}>
              {delivery.event_id}
            </AppLink>,
          ],
          [t('created'), <TimeText key="created" at={delivery.created_at} exact />],
          [t('delivery.deliveredAt'), <TimeText key="delivered" at={delivery.delivered_at} exact />],
          [t('delivery.next'), <Countdown key="next" at={next_attempt_at} />],
          [
            t('delivery.waitsFor'),
            waiting_for === null ? (
              '–'
            ) : (
              <span key="waits">
                {t(`delivery.waiting.${waiting_for}`)}{' '}
                {waits_for !== null && <AppLink to={`/deliveries/${waits_for}`}>{waits_for}</AppLink>}
              </span>
            ),
          ],
          [t('delivery.waitingBehind'), <WaitingBehind key="behind" delivery={delivery} />],
        ]}
      />
      <Attempts attempts={delivery.attempts} />
      <h3>{t('delivery.payload')}</h3>
      <JsonView label={t('delivery.payload')} value={request.body === null ? null : laidOut(request.body)} />
      <details>
        <summary>{t('delivery.requestHeaders')}</summary>
        <JsonView label={t('delivery.requestHeaders')} value={request.headers} />
      </details>
    </>
  );
}
