import { FileInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { Problem } from '../../api/problem';
import { announce } from '../../app/announcements';
import { ScopedButton } from '../scoped-button';

const LARGEST = 100 * 1_024;
const TYPES = ['image/png', 'image/jpeg', 'image/webp'];

interface Props {
  /** Of the settings that the logo belongs to. */
  path: string;
  theme: 'light' | 'dark';
  url: string | null;
}

/** A logo is stored as soon as it is chosen: it is a file, and no field of the form. */
export function LogoField({ path, theme, url }: Props) {
  const t = useTranslations('administration');
  const api = useApi();
  const client = useQueryClient();
  const [refused, setRefused] = useState<string>();
  const done = (sentence: string) => {
    announce(sentence);
    return client.invalidateQueries({ queryKey: ['portal-settings'] });
  };
  const store = useMutation({
    mutationFn: (file: File) =>
      api.call('PUT', `${path}/logo`, { body: file, query: { theme }, headers: { 'content-type': file.type } }),
    onSuccess: () => done(t('portal.logoSaved')),
  });
  const remove = useMutation({
    mutationFn: () => api.delete(`${path}/logo`, { theme }),
    onSuccess: () => done(t('portal.logoRemoved')),
  });
  const choose = (file: File | null) => {
    store.reset();
    const wrong =
      file === null
        ? undefined
        : !TYPES.includes(file.type)
          ? t('portal.logoType')
          : file.size > LARGEST
            ? t('portal.logoSize')
            : undefined;
    setRefused(wrong);
    if (file !== null && wrong === undefined) store.mutate(file);
  };
  const error = store.error ?? remove.error;
  return (
    <div className="copy-field">
      <FileInput
        className="grow"
        label={theme === 'light' ? t('portal.logo') : t('portal.logoDark')}
        description={t('portal.logoText')}
        placeholder={url === null ? t('portal.chooseFile') : t('portal.replaceFile')}
        accept={TYPES.join(',')}
        disabled={store.isPending}
        error={refused ?? (error instanceof Problem ? error.message : undefined)}
        onChange={choose}
      />
      {url !== null && (
        <ScopedButton
          needs="admin"
          variant="default"
          size="sm"
          loading={remove.isPending}
          aria-label={theme === 'light' ? t('portal.removeLogo') : t('portal.removeLogoDark')}
          onClick={() => remove.mutate()}
        >
          {t('portal.remove')}
        </ScopedButton>
      )}
    </div>
  );
}
