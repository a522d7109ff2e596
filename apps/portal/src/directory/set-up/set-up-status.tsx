import { useTranslations } from 'use-intl';
import { PageLoading } from '../../parts/page-loading';
import { useDirectoryScope } from '../directory-scope';
import { ConnectionStatus } from '../health/connection-status';
import { usePulse } from '../use-pulse';

const EVERY_MS = 1_000;

/** What arrives, while somebody types into the provider's console. */
export function SetUpStatus() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const pulse = usePulse(scope, EVERY_MS);
  return (
    <section className="card stack" aria-label={t('connection.section')}>
      <h2>{t('connection.section')}</h2>
      {pulse.isPending ? <PageLoading lines={1} /> : <ConnectionStatus pulse={pulse.data} />}
    </section>
  );
}
