import { Tabs } from '@mantine/core';
import { type ReactNode } from 'react';
import { useGo } from '../app/use-address';

export interface RouteTab {
  /** The path below the face. */
  to: string;
  label: string;
}

interface Props {
  label: string;
  tabs: readonly RouteTab[];
  /** The path of the tab that is open. */
  current: string;
  children: ReactNode;
}

/** Tabs that are pages: arrow keys move between them, Enter opens one. */
export function RouteTabs({ label, tabs, current, children }: Props) {
  const go = useGo();
  return (
    <Tabs
      value={current}
      onChange={(to) => to !== null && go(to)}
      activateTabWithKeyboard={false}
      keepMounted={false}
      classNames={{ list: 'tab-list', tab: 'route-tab' }}
    >
      <Tabs.List aria-label={label}>
        {tabs.map(({ to, label: text }) => (
          <Tabs.Tab key={to} value={to}>
            {text}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={current} className="tab-panel">
        {children}
      </Tabs.Panel>
    </Tabs>
  );
}
