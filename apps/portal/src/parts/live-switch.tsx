import { Switch } from '@mantine/core';
import { useTranslations } from 'use-intl';

/** While it is on, the list reads itself again. */
export function LiveSwitch({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  const t = useTranslations('parts');
  return <Switch label={t('live')} checked={on} onChange={(event) => onChange(event.currentTarget.checked)} />;
}
