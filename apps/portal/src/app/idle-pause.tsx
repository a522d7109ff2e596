import { focusManager } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Notice } from '../parts/notice';

const IDLE_MS = 30 * 60_000;
const LOOK_MS = 30_000;
const INPUTS = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** A page that nobody uses asks for nothing, as in a hidden tab, until somebody is there again. */
export function IdlePause() {
  const t = useTranslations('frame');
  const [paused, setPaused] = useState(false);
  useEffect(() => {
    let last = Date.now();
    const onInput = () => {
      last = Date.now();
      setPaused(false);
      focusManager.setFocused(undefined);
    };
    const timer = setInterval(() => {
      if (Date.now() - last < IDLE_MS) return;
      focusManager.setFocused(false);
      setPaused(true);
    }, LOOK_MS);
    for (const input of INPUTS) addEventListener(input, onInput, { passive: true });
    return () => {
      clearInterval(timer);
      for (const input of INPUTS) removeEventListener(input, onInput);
      focusManager.setFocused(undefined);
    };
  }, []);
  if (!paused) return null;
  return (
    <Notice tone="idle" role="status">
      <p>{t('paused')}</p>
    </Notice>
  );
}
