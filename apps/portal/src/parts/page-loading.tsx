import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';

const LONG_MS = 10_000;

/** Grey lines of about the height of what is coming; after ten seconds a sentence. */
export function PageLoading({ lines = 6 }: { lines?: number }) {
  const t = useTranslations('parts');
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="loading" aria-busy="true">
      {long && <p className="dimmed">{t('stillLoading')}</p>}
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="skeleton" />
      ))}
    </div>
  );
}
