import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { violationOf } from '../../api/problem';
import { announce } from '../../app/announcements';
import { newIdempotencyKey } from '../../directory/idempotency-key';
import { ActionError } from '../../parts/action-error';
import { CopyField } from '../../parts/copy-field';
import { Dialog } from '../../parts/dialog';
import { useErrorFocus } from '../../parts/use-error-focus';

const SCOPES = ['read', 'write', 'admin'] as const;
const LIFETIMES = { none: null, '30d': 30, '90d': 90, '365d': 365 } as const;
const DAY_MS = 86_400_000;

/** The key itself is known in this dialog alone. */
export function CreateApiKey({ onClose }: { onClose: () => void }) {
  const t = useTranslations('administration');
  const api = useApi();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<string>('read');
  const [lifetime, setLifetime] = useState<keyof typeof LIFETIMES>('none');
  const [key, setKey] = useState(newIdempotencyKey);
  const create = useMutation({
    mutationFn: () => {
      const days = LIFETIMES[lifetime];
      return api.post<{ plain_key: string }>(
        '/api_keys',
        {
          name: name.trim(),
          scopes: [scope],
          ...(days !== null && { expire_time: new Date(Date.now() + days * DAY_MS).toISOString() }),
        },
        { idempotencyKey: key },
      );
    },
    onSuccess: () => {
      announce(t('keys.createdText'));
      return client.invalidateQueries({ queryKey: ['keys'] });
    },
    onError: () => setKey(newIdempotencyKey()),
    gcTime: 0,
  });
  const [tried, setTried] = useState(0);
  const nameless = name.trim() === '';
  const fields = useErrorFocus<HTMLFormElement>(create.error ?? tried);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(tried + 1);
    if (!nameless) create.mutate();
  };
  const plain = create.data?.plain_key;
  return (
    <Dialog title={t('keys.create')} opened onClose={onClose} insistent={plain !== undefined}>
      {plain === undefined ? (
        <form ref={fields} className="stack" noValidate onSubmit={submit}>
          <TextInput
            label={t('keys.name')}
            description={t('keys.nameText')}
            value={name}
            data-autofocus
            maxLength={200}
            error={tried > 0 && nameless ? t('keys.needName') : violationOf(create.error, 'name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('keys.scope')}
            description={t(`keys.scopeTexts.${scope as 'read'}`)}
            value={scope}
            data={SCOPES.map((value) => ({ value, label: value }))}
            onChange={(event) => setScope(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('keys.ends')}
            value={lifetime}
            data={(Object.keys(LIFETIMES) as (keyof typeof LIFETIMES)[]).map((value) => ({
              value,
              label: t(`keys.lifetimes.${value}`),
            }))}
            onChange={(event) => setLifetime(event.currentTarget.value as keyof typeof LIFETIMES)}
          />
          <ActionError error={create.error} beside={['name']} />
          <div className="row end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t('keys.create')}
            </Button>
          </div>
        </form>
      ) : (
        <div className="stack">
          <p>{t('keys.onlyHere')}</p>
          <CopyField label={t('keys.apiKey')} copyLabel={t('keys.copy')} value={plain} />
          <div className="row end">
            <Button onClick={onClose}>{t('done')}</Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
