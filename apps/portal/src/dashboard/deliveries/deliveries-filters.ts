import { useTranslations } from 'use-intl';
import { type Query } from '../../api/api-client';
import { type Filter } from '../../parts/filter';
import { LIST_OF_TYPES } from '../endpoints/endpoint';
import { useEndpoints } from '../endpoints/use-endpoints';
import { useOrganizations } from '../organizations/use-organizations';
import { sinceOf } from '../periods';
import { DELIVERY_STATES } from './delivery';

/** The filters of the list; an endpoint's own list does not ask for the endpoint. */
export function useDeliveryFilters(endpoint: string | undefined): Filter[] {
  const t = useTranslations('webhooks');
  const endpoints = useEndpoints();
  const organizations = useOrganizations();
  const all = { value: '', label: t('all') };
  const choice = (name: string, label: string, options: Filter['options'] = [], open = false): Filter => ({
    name,
    label,
    kind: 'choice',
    open,
    options: [all, ...options],
  });
  return [
    choice(
      'state',
      t('state'),
      DELIVERY_STATES.map((value) => ({ value, label: t(`delivery.states.${value}`) })),
    ),
    choice('type', t('eventType'), LIST_OF_TYPES),
    ...(endpoint === undefined
      ? [
          choice('endpoint', t('endpoint.one'), endpoints.choices, true),
          choice('organization', t('endpoint.organization'), organizations.choices, true),
        ]
      : []),
    {
      name: 'period',
      label: t('period'),
      kind: 'choice',
      fallback: '24h',
      options: (['1h', '24h', '7d', '90d'] as const).map((value) => ({ value, label: t(`periods.${value}`) })),
    },
  ];
}

/** The query of the api. */
export const deliveryQuery = (
  { state, type, endpoint, organization, period, ...page }: Query,
  ofEndpoint: string | undefined,
): Query => ({
  ...page,
  state,
  event_type: type,
  endpoint_id: ofEndpoint ?? endpoint,
  organization_id: organization,
  since: sinceOf(period),
});
