import { useTranslations } from 'use-intl';
import { PageTitle } from '../app/page-title';

/** The same for what never was and for what belongs to somebody else. */
export function NotFound() {
  const t = useTranslations('parts');
  return (
    <div className="empty">
      <PageTitle title={t('notFound')} />
      <p>{t('notFoundText')}</p>
    </div>
  );
}
