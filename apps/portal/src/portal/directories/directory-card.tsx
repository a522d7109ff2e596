import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { AppLink } from '../../app/app-link';
import { type Directory, type Pulse } from '../../directory/directory';
import { directoryName } from '../../directory/directory-name';
import { directoryHealth } from '../../directory/health/directory-health';
import { HealthText } from '../../directory/health/health-text';
import { LastChange } from '../../directory/health/last-change';
import { providerOf } from '../../directory/providers';
import { PageLoading } from '../../parts/page-loading';
import { StateBadge } from '../../parts/state-badge';

const EVERY_MS = 15_000;

export function DirectoryCard({ directory }: { directory: Directory }) {
  const t = useTranslations('directory');
  const api = useApi();
  const { data: pulse, isPending } = useQuery({
    queryKey: ['directory', directory.id, 'pulse'],
    queryFn: async ({ signal }) =>
      (await api.getIfChanged<{ pulse: Pulse }>(`/directories/${directory.id}/pulse`, signal)).pulse,
    refetchInterval: EVERY_MS,
  });
  const provider = providerOf(directory);
  const name = directoryName(directory);
  const health = pulse && directoryHealth(pulse);
  return (
    <article className="card">
      <h2>
        <AppLink to={`/d/${directory.id}`}>
          <bdi>{name}</bdi>
        </AppLink>
      </h2>
      {name !== provider.label && <p className="dimmed">{provider.label}</p>}
      {isPending && <PageLoading lines={2} />}
      {pulse && health && (
        <>
          <p>
            <StateBadge tone={health.tone}>
              <HealthText state={health.state} provider={provider} />
            </StateBadge>
          </p>
          <p>
            {t('userCount', { count: pulse.total_users })} · {t('groupCount', { count: pulse.total_groups })}
          </p>
          <p className="dimmed">
            <LastChange at={pulse.last_synced_at} />
          </p>
        </>
      )}
    </article>
  );
}
