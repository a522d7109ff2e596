import { Button, type ButtonProps } from '@mantine/core';
import { type ButtonHTMLAttributes } from 'react';
import { useTranslations } from 'use-intl';
import { useMay } from './dashboard-session';

interface Props extends ButtonProps, Omit<ButtonHTMLAttributes<HTMLButtonElement>, keyof ButtonProps> {
  needs?: 'write' | 'admin';
  /** Why it is off although the key may do it. */
  reason?: string;
}

/** A control that changes something: where the key may not, it stays visible, is off, and says why. */
export function ScopedButton({ needs = 'write', reason, disabled, ...rest }: Props) {
  const t = useTranslations('dashboard');
  const may = useMay(needs);
  const why = may ? reason : t('needsScope', { scope: needs });
  return <Button disabled={disabled === true || why !== undefined} title={why} {...rest} />;
}
