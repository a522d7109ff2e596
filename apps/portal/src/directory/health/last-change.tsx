import { useTranslations } from 'use-intl';
import { TimeText } from '../../parts/time-text';

/** When the source changed something here. */
export function LastChange({ at }: { at: string | null }) {
  const t = useTranslations('directory');
  if (at === null) return <>{t('noChange')}</>;
  return (
    <>
      {t('lastChange')} <TimeText at={at} />
    </>
  );
}
