import { useTranslations } from 'use-intl';
import { ConnectionForm } from './connection-form';

export function ConnectionPage() {
  const t = useTranslations('directory');
  return (
    <section className="card stack" aria-label={t('connection.section')}>
      <h2>{t('connection.section')}</h2>
      <div className="readable">
        <ConnectionForm />
      </div>
    </section>
  );
}
