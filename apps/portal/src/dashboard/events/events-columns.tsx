import { useTranslations } from 'use-intl';
import { AppLink } from '../../app/app-link';
import { Breakable } from '../../parts/breakable';
import { type Column } from '../../parts/rows-table';
import { TimeText } from '../../parts/time-text';
import { useOrganizations } from '../organizations/use-organizations';
import { type FeedEvent, subjectOf } from './event';

export function useEventColumns(ofOrganization: boolean): Column<FeedEvent>[] {
  const t = useTranslations('webhooks');
  const { nameOf } = useOrganizations();
  return [
    {
      id: 'type',
      header: t('eventType'),
      cell: ({ id, type }) => (
        <AppLink id={`row-${id}`} to={`/events/${id}`} keepSearch={!ofOrganization}>
          <Breakable name={type} />
        </AppLink>
      ),
    },
    { id: 'subject', header: t('event.subject'), cell: (event) => <bdi>{subjectOf(event)}</bdi> },
    ...(ofOrganization
      ? []
      : [
          {
            id: 'organization',
            header: t('endpoint.organization'),
            cell: ({ organization_id }: FeedEvent) => (
              <bdi>{organization_id === null ? '–' : nameOf(organization_id)}</bdi>
            ),
          },
        ]),
    { id: 'sequence', header: t('event.sequence'), end: true, cell: ({ sequence }) => sequence ?? '–' },
    { id: 'at', header: t('event.at'), cell: ({ occurred_at }) => <TimeText at={occurred_at} /> },
  ];
}
