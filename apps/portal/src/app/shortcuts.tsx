import { Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '../parts/dialog';

const STORED = 'rollcall-shortcuts';
const KEYS = ['/', '?', 'Esc', '[', ']'] as const;
const NAMES = { '/': 'search', '?': 'help', Esc: 'escape', '[': 'previous', ']': 'next' } as const;

/** Keys that work everywhere. They can be switched off (WCAG 2.1.4): speech input types single letters. */
export function Shortcuts() {
  const t = useTranslations('frame');
  const [shown, setShown] = useState(false);
  const [on, setOn] = useState(() => localStorage.getItem(STORED) !== 'off');
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === '?') setShown(true);
      if (!on) return;
      const target = { '/': '[data-page-search]', '[': '[data-previous-row]', ']': '[data-next-row]' }[event.key];
      // The search of a page comes after the one of the frame and is the nearer one.
      const element = target === undefined ? undefined : [...document.querySelectorAll<HTMLElement>(target)].at(-1);
      if (element === undefined) return;
      event.preventDefault();
      if (event.key === '/') element.focus();
      else element.click();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [on]);
  const toggle = (checked: boolean) => {
    localStorage.setItem(STORED, checked ? 'on' : 'off');
    setOn(checked);
  };
  return (
    <Dialog title={t('shortcuts.title')} opened={shown} onClose={() => setShown(false)}>
      <div className="stack">
        <dl className="facts">
          {KEYS.map((key) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{t(`shortcuts.${NAMES[key]}`)}</dd>
            </div>
          ))}
        </dl>
        <Switch label={t('shortcuts.on')} checked={on} onChange={(event) => toggle(event.currentTarget.checked)} />
      </div>
    </Dialog>
  );
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
