import { useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { Notice } from '../parts/notice';

const subscribe = (listener: () => void) => {
  for (const event of ['online', 'offline']) addEventListener(event, listener);
  return () => {
    for (const event of ['online', 'offline']) removeEventListener(event, listener);
  };
};

export function OfflineBanner() {
  const t = useTranslations('frame');
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  if (online) return null;
  return (
    <Notice tone="warn" role="status">
      <p>{t('offline')}</p>
    </Notice>
  );
}
