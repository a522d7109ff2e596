import { Button } from '@mantine/core';
import { Bars3Icon } from '@heroicons/react/20/solid';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useAppPath } from './use-address';

interface Props {
  /** The navigation's name. */
  label: string;
  brand: ReactNode;
  /** The links of the navigation. */
  children: ReactNode;
  actions: ReactNode;
}

/** The bar above a page. Below 640 px its links are behind the button "Menu". */
export function TopBar({ label, brand, children, actions }: Props) {
  const t = useTranslations('frame');
  const path = useAppPath();
  const [openedAt, setOpenedAt] = useState<string | null>(null);
  // Another page closes the menu.
  const opened = openedAt === path;
  return (
    <header className="top-bar" data-opened={opened}>
      {brand}
      <Button
        className="menu-button"
        variant="default"
        size="sm"
        aria-expanded={opened}
        aria-controls="top-bar-links"
        leftSection={<Bars3Icon width={18} />}
        onClick={() => setOpenedAt(opened ? null : path)}
      >
        {t('menu')}
      </Button>
      <div id="top-bar-links" className="top-bar-links">
        <nav aria-label={label}>{children}</nav>
        <div className="row">{actions}</div>
      </div>
    </header>
  );
}
