import { CloseButton } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useGo } from '../app/use-address';

interface Props {
  /** The region's name: "Request details". */
  label: string;
  title: ReactNode;
  /** The list's path; closing goes there and keeps the filters. */
  closeTo: string;
  /** The id of the row's link, which gets the focus back. */
  rowLink: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** What one row is about, under its list. */
export function DetailPanel({ label, title, closeTo, rowLink, actions, children }: Props) {
  const t = useTranslations('parts');
  const go = useGo();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [rowLink]);
  const close = () => {
    go(closeTo, { keepSearch: true });
    setTimeout(() => document.getElementById(rowLink)?.focus(), 50);
  };
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // A button that is at work has lost the focus to the page; the key still means the panel.
      const here = event.target === document.body || panel.current?.contains(event.target as Node);
      if (event.key === 'Escape' && !event.defaultPrevented && here) close();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
  return (
    <section ref={panel} className="panel detail" aria-label={label}>
      <div className="row between">
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <div className="row">
          {actions}
          <CloseButton size="lg" aria-label={t('close')} onClick={close} />
        </div>
      </div>
      {children}
    </section>
  );
}
