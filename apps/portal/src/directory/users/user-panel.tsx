import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useAddressSearch } from '../../app/use-address';
import { DetailPanel } from '../../parts/detail-panel';
import { JsonView } from '../../parts/json-view';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { RowSteps } from '../../parts/row-steps';
import { type User } from '../directory';
import { useDirectoryScope } from '../directory-scope';
import { UserProfile } from './user-profile';
import { UserTimeline } from './user-timeline';

const EVERY_MS = 3_000;

/** One person: what is known, what was sent, and what happened. */
export function UserPanel() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const { user: id = '' } = useParams({ strict: false }) as { user?: string };
  const [{ view = 'profile' }, change] = useAddressSearch();
  const query = useQuery({
    queryKey: scope.key('user', id),
    queryFn: async ({ signal }) => (await scope.get<{ user: User }>(`/users/${id}`, undefined, signal)).user,
    refetchInterval: EVERY_MS,
  });
  const user = query.data;
  return (
    <DetailPanel
      label={t('user.details')}
      title={<bdi>{user === undefined ? t('user.details') : user.name || user.preferred_username}</bdi>}
      closeTo={scope.page('/users')}
      rowLink={`row-${id}`}
      actions={<RowSteps list={scope.key('users')} current={id} page={scope.page('/users')} />}
    >
      {user === undefined ? (
        query.isError ? (
          <ProblemView error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PageLoading lines={4} />
        )
      ) : (
        <Tabs
          value={view}
          keepMounted={false}
          onChange={(next) => change({ view: next === 'profile' ? undefined : (next ?? undefined) })}
        >
          <Tabs.List className="tab-list" aria-label={t('user.details')}>
            <Tabs.Tab value="profile">{t('user.profile')}</Tabs.Tab>
            <Tabs.Tab value="sent">{t('user.sent', { provider: scope.provider.label })}</Tabs.Tab>
            <Tabs.Tab value="timeline">{t('user.timeline')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="profile" className="tab-panel">
            <UserProfile user={user} />
          </Tabs.Panel>
          <Tabs.Panel value="sent" className="tab-panel">
            <JsonView
              label={t('user.sent', { provider: scope.provider.label })}
              value={user.user_detail?.['raw_attributes'] ?? null}
            />
          </Tabs.Panel>
          <Tabs.Panel value="timeline" className="tab-panel">
            <UserTimeline userId={id} />
          </Tabs.Panel>
        </Tabs>
      )}
    </DetailPanel>
  );
}
