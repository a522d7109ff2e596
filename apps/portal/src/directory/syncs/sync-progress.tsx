import { Progress } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { percentOf, type Sync } from './sync';

export function SyncProgressBar({ sync }: { sync: Sync }) {
  const t = useTranslations('directory');
  const percent = percentOf(sync.progress);
  return (
    <div className="stack tight" role="status">
      <p>
        {sync.state === 'queued' ? t('syncs.queued') : t('syncs.seen', { count: sync.progress.seen })}
        {percent !== undefined && <> · {percent} %</>}
      </p>
      <Progress.Root size="lg">
        <Progress.Section
          aria-label={t('syncs.progress')}
          aria-valuetext={percent === undefined ? t('syncs.seen', { count: sync.progress.seen }) : undefined}
          value={percent ?? 100}
          striped={percent === undefined}
          animated={percent === undefined}
        />
      </Progress.Root>
    </div>
  );
}
