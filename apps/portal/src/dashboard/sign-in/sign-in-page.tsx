import { Button, PasswordInput } from '@mantine/core';
import '@mantine/core/styles/PasswordInput.css';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { Problem } from '../../api/problem';
import { PageTitle } from '../../app/page-title';
import { SchemeToggle } from '../../app/scheme-toggle';
import { SkipLink } from '../../app/skip-link';
import { useAddressSearch, useGo } from '../../app/use-address';
import { ActionError } from '../../parts/action-error';
import { Notice } from '../../parts/notice';

/** The key goes into a cookie that no script can read, and is kept nowhere here. */
export function SignInPage() {
  const t = useTranslations('dashboard');
  const api = useApi();
  const go = useGo();
  const [{ from }] = useAddressSearch();
  const [key, setKey] = useState('');
  const signIn = useMutation({
    mutationFn: () => api.post('/sessions', { api_key: key.trim() }),
    onSuccess: () => {
      setKey('');
      go(from?.startsWith('/') && !from.startsWith('//') ? from : '/', { replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  const wrong = signIn.error instanceof Problem && signIn.error.status === 401;
  return (
    <>
      <SkipLink />
      <main id="content" className="content narrow" tabIndex={-1}>
        <form className="card stack" onSubmit={submit}>
          <div className="row between">
            <PageTitle title={t('signInTitle')} />
            <SchemeToggle />
          </div>
          {from !== undefined && from !== '/' && key === '' && (
            <Notice tone="busy">
              <p>{t('sessionEnded')}</p>
            </Notice>
          )}
          <PasswordInput
            label={t('apiKey')}
            description={t('apiKeyText')}
            value={key}
            required
            withAsterisk={false}
            autoComplete="off"
            error={wrong ? t('wrongKey') : undefined}
            visibilityToggleButtonProps={{ 'aria-label': t('showKey') }}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
          {!wrong && <ActionError error={signIn.error} />}
          <Button type="submit" loading={signIn.isPending}>
            {t('signIn')}
          </Button>
        </form>
      </main>
    </>
  );
}
