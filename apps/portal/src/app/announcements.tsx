import { useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { upright } from './upright';

let text = '';
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** Says in one sentence what was done. Seen at the edge of the page and read out by a screen reader. */
export function announce(sentence: string): void {
  show(upright(sentence));
  clearTimeout(timer);
  timer = setTimeout(() => show(''), 8_000);
}

function show(sentence: string): void {
  text = sentence;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function Announcements() {
  const t = useTranslations('frame');
  const sentence = useSyncExternalStore(subscribe, () => text);
  return (
    <div className="announcements" role="status" aria-label={t('announcements')} data-empty={sentence === ''}>
      <bdi>{sentence}</bdi>
    </div>
  );
}
