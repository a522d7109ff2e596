import { Button } from '@mantine/core';
import { CheckIcon, ClipboardIcon } from '@heroicons/react/20/solid';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { announce } from '../app/announcements';

interface Props {
  /** The accessible name: "Copy endpoint URL". */
  label: string;
  value: string;
  /** The button shows the label itself rather than "Copy". */
  wide?: boolean;
  disabled?: boolean;
}

export function CopyButton({ label, value, wide = false, disabled = false }: Props) {
  const t = useTranslations('parts');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    const done = await navigator.clipboard.writeText(value).then(
      () => true,
      () => false,
    );
    setCopied(done);
    announce(done ? t('copied') : t('copyRefused'));
  };
  return (
    <Button
      variant="default"
      size="sm"
      aria-label={label}
      disabled={disabled}
      leftSection={copied ? <CheckIcon width={16} /> : <ClipboardIcon width={16} />}
      onClick={() => void copy()}
    >
      {copied ? t('copiedShort') : wide ? label : t('copy')}
    </Button>
  );
}
