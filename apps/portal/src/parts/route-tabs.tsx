import { Tabs } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
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
  const list = useRef<HTMLDivElement>(null);
  // On a phone the open tab may be one of those to the right.
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (list.current && tab)
      list.current.scrollLeft = tab.offsetLeft - list.current.clientWidth / 2 + tab.offsetWidth / 2;
  }, [current]);
  return (
    <Tabs
      value={current}
      onChange={(to) => to !== null && go(to)}
      activateTabWithKeyboard={false}
      keepMounted={false}
      classNames={{ list: 'tab-list', tab: 'route-tab' }}
    >
      <Tabs.List ref={list} aria-label={label}>
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
