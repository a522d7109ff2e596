import { useFormatter, useTranslations } from 'use-intl';
import { Facts } from '../../parts/facts';
import { TimeText } from '../../parts/time-text';
import { type Pulse } from '../directory';

/** @param pushed whether there are requests that could be refused */
export function Counts({ pulse, pushed }: { pulse: Pulse; pushed: boolean }) {
  const t = useTranslations('directory');
  const format = useFormatter();
  return (
    <Facts
      short
      facts={[
        [t('overview.users'), format.number(pulse.total_users)],
        [t('overview.groups'), format.number(pulse.total_groups)],
        [t('overview.lastChange'), <TimeText key="at" at={pulse.last_synced_at} never={t('never')} />],
        ...(pushed ? [[t('overview.refused'), format.number(pulse.refused_last_hour)] as const] : []),
      ]}
    />
  );
}
