import { useTranslations } from 'use-intl';
import { AppLink } from '../../app/app-link';
import { StateBadge } from '../../parts/state-badge';
import { type Pulse } from '../directory';
import { useDirectoryScope } from '../directory-scope';
import { isFile } from '../providers';
import { SYNC_TONES } from '../syncs/sync';

/** The sync that says how a pulled directory is. */
export function NewestSync({ pulse }: { pulse: Pulse }) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const { sync } = pulse;
  const files = isFile(scope.provider);
  return (
    <section className="card stack" aria-label={t('overview.newestSync')}>
      <h2>{t('overview.newestSync')}</h2>
      {sync === null ? (
        <p className="dimmed">{files ? t('syncs.emptyFiles') : t('syncs.emptyText')}</p>
      ) : (
        <>
          <div>
            <StateBadge tone={SYNC_TONES[sync.state]}>{t(`syncs.states.${sync.state}`)}</StateBadge>
          </div>
          {scope.shows('syncs') && <AppLink to={scope.page(`/syncs/${sync.id}`)}>{t('syncs.details')}</AppLink>}
        </>
      )}
      {files && scope.shows('syncs') && <AppLink to={scope.page('/upload')}>{t('upload.go')}</AppLink>}
    </section>
  );
}
