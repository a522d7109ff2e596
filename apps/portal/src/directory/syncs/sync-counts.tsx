import { type ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { Facts } from '../../parts/facts';
import { type Sync } from './sync';

type Fact = readonly [string, ReactNode];

/** How many people a sync changed, or would change, and `more` facts below. */
export function SyncCounts({ sync, more = [] }: { sync: Sync; more?: readonly Fact[] }) {
  const t = useTranslations('directory');
  const format = useFormatter();
  const people: readonly Fact[] = [
    [t('syncs.kinds.created'), format.number(sync.created)],
    [t('syncs.kinds.updated'), format.number(sync.updated)],
    [t('syncs.kinds.deactivated'), format.number(sync.deactivated)],
    [t('syncs.reactivated'), format.number(sync.reactivated)],
    [t('syncs.unchanged'), format.number(sync.unchanged)],
    [t('syncs.kinds.skipped'), format.number(sync.skipped)],
  ];
  return <Facts short facts={[...people, ...more]} />;
}
