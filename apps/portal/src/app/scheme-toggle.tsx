import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { MoonIcon, SunIcon } from '@heroicons/react/20/solid';
import { useTranslations } from 'use-intl';

export function SchemeToggle() {
  const t = useTranslations('frame');
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  return (
    <ActionIcon
      variant="subtle"
      size="lg"
      color="gray"
      className="quiet"
      aria-label={t('toggleScheme')}
      onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
    >
      {scheme === 'dark' ? <SunIcon width={18} /> : <MoonIcon width={18} />}
    </ActionIcon>
  );
}
