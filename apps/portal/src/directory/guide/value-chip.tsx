import { UnstyledButton } from '@mantine/core';
import { ClipboardIcon } from '@heroicons/react/20/solid';
import { useTranslations } from 'use-intl';
import { announce } from '../../app/announcements';
import { type Inline } from '../../../guides/guide';
import { type GuideValues } from './inline-text';

type Name = Extract<Inline, { kind: 'value' }>['name'];

interface Props {
  name: Name;
  text: string;
  values?: GuideValues;
}

/** A value within a sentence. A secret is shown by its last characters only, and copied while it is known. */
export function ValueChip({ name, text, values }: Props) {
  const t = useTranslations('directory');
  if (values === undefined) return <code>{text}</code>;
  const { shown, copied } = valueOf(name, values, t('guide.noToken'));
  if (copied === undefined) return <code>{shown}</code>;
  const copy = async () => {
    await navigator.clipboard.writeText(copied);
    announce(t('guide.copied'));
  };
  return (
    <UnstyledButton className="chip" aria-label={t('guide.copyValue', { value: shown })} onClick={() => void copy()}>
      <code>{shown}</code>
      <ClipboardIcon width={14} aria-hidden />
    </UnstyledButton>
  );
}

function valueOf(name: Name, values: GuideValues, noToken: string): { shown: string; copied?: string } {
  const root = values.endpoint.slice(0, values.endpoint.indexOf('/directory/'));
  const masked = values.secretSuffix === undefined ? noToken : `…${values.secretSuffix}`;
  switch (name) {
    case 'endpoint':
      return { shown: values.endpoint, copied: values.endpoint };
    case 'token_url': {
      const url = values.endpoint.replace('/scim/v2', '/oauth/token');
      return { shown: url, copied: url };
    }
    case 'secret':
      return { shown: masked, copied: values.secret };
    case 'bearer':
      return { shown: `Bearer ${masked}`, copied: values.secret && `Bearer ${values.secret}` };
    case 'dir':
      return { shown: values.directoryId, copied: values.directoryId };
    case 'org':
      return { shown: values.organizationId, copied: values.organizationId };
    case 'public':
      return { shown: root, copied: root };
  }
}
