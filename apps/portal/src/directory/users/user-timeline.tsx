import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { StateBadge, type Tone } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { useDirectoryScope } from '../directory-scope';

interface TimelineEntry {
  at: string;
  kind: 'request' | 'event' | 'delivery';
  summary: string;
  request_id?: string;
  event_id?: string;
  event_type?: string;
  changed?: string[];
  sequence?: number | null;
  state?: string;
  status?: number | null;
}

const EVERY_MS = 3_000;

/** The way of each change: what the provider sent, what was announced, and whether the application was told. */
export function UserTimeline({ userId }: { userId: string }) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const query = useQuery({
    queryKey: scope.key('timeline', userId),
    queryFn: async ({ signal }) =>
      (await scope.get<{ entries: TimelineEntry[] }>(`/users/${userId}/timeline`, { page_size: 100 }, signal)).entries,
    refetchInterval: ({ state }) => (state.fetchFailureCount > 0 ? 30_000 : EVERY_MS),
  });
  if (query.data === undefined) {
    return query.isError ? <ProblemView error={query.error} onRetry={() => void query.refetch()} /> : <PageLoading />;
  }
  if (query.data.length === 0) return <p className="dimmed">{t('timeline.empty')}</p>;
  return (
    <ol className="timeline" aria-label={t('user.timeline')}>
      {query.data.map((entry, at) => (
        <li key={`${entry.kind}-${entry.request_id ?? entry.event_id ?? ''}-${at}`} data-kind={entry.kind}>
          <div className="row">
            <span className="timeline-kind">{t(`timeline.${entry.kind}`)}</span>
            <bdi>{entry.summary}</bdi>
            {entry.state !== undefined && (
              <StateBadge tone={toneOf(entry)}>
                {entry.status == null ? entry.state : `${entry.state} · ${entry.status}`}
              </StateBadge>
            )}
            {entry.state === undefined && entry.status != null && (
              <StateBadge tone={toneOf(entry)}>{entry.status}</StateBadge>
            )}
          </div>
          <p className="dimmed">
            <TimeText at={entry.at} exact />
            {entry.changed !== undefined && entry.changed.length > 0 && (
              <> · {t('timeline.changed', { fields: entry.changed.join(', ') })}</>
            )}
            {entry.sequence != null && <> · {t('timeline.sequence', { sequence: entry.sequence })}</>}
          </p>
        </li>
      ))}
    </ol>
  );
}

function toneOf({ state, status }: TimelineEntry): Tone {
  if (state === 'delivered') return 'ok';
  if (state === 'exhausted' || state === 'canceled') return 'bad';
  if (state !== undefined) return state === 'retrying' ? 'warn' : 'busy';
  return (status ?? 200) < 400 ? 'ok' : 'bad';
}
