import { useTranslations } from 'use-intl';

export function SkipLink() {
  const t = useTranslations('frame');
  return (
    <a className="skip-link" href="#content">
      {t('skip')}
    </a>
  );
}
