import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';

/** How long it is until something happens, counted on this side. */
export function Countdown({ at }: { at: string | null | undefined }) {
  const t = useTranslations('webhooks');
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (at == null) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [at]);
  if (at == null) return <>–</>;
  const seconds = Math.max(0, Math.round((Date.parse(at) - now) / 1_000));
  return (
    <time dateTime={at}>
      {seconds === 0
        ? t('countdown.now')
        : seconds < 60
          ? t('countdown.seconds', { seconds })
          : seconds < 3_600
            ? t('countdown.minutes', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
            : t('countdown.hours', { hours: Math.floor(seconds / 3_600), minutes: Math.floor((seconds % 3_600) / 60) })}
    </time>
  );
}
