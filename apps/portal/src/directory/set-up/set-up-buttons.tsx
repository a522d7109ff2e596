import { Button } from '@mantine/core';
import { useId } from 'react';
import { useTranslations } from 'use-intl';

interface Props {
  /** Why it cannot go on yet. */
  blocked?: string;
  onBack?: () => void;
  onNext?: () => void;
  onFinish?: () => void;
}

export function SetUpButtons({ blocked, onBack, onNext, onFinish }: Props) {
  const t = useTranslations('directory');
  const reason = useId();
  return (
    <div className="stack">
      {blocked !== undefined && (
        <p id={reason} className="dimmed">
          {blocked}
        </p>
      )}
      <div className="row between">
        {onBack === undefined ? (
          <span />
        ) : (
          <Button variant="default" onClick={onBack}>
            {t('setUp.back')}
          </Button>
        )}
        {onNext !== undefined && (
          <Button
            disabled={blocked !== undefined}
            aria-describedby={blocked === undefined ? undefined : reason}
            onClick={onNext}
          >
            {t('setUp.next')}
          </Button>
        )}
        {onFinish !== undefined && <Button onClick={onFinish}>{t('setUp.finish')}</Button>}
      </div>
    </div>
  );
}
