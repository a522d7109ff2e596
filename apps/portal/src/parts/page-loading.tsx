import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';

const LONG_MS = 10_000;

/**
 * Grey lines in place of what is coming; after ten seconds a sentence. Whatever stands below on the page waits with them (parts.css), so
 * that nothing moves that somebody has seen; after ten seconds it does not wait any longer.
 */
export function PageLoading({ lines = 6 }: { lines?: number }) {
  const t = useTranslations('parts');
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="loading" aria-busy="true" data-long={long}>
      {long && <p className="dimmed">{t('stillLoading')}</p>}
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="skeleton" />
      ))}
    </div>
  );
}
