import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { announce } from '../../app/announcements';
import { newIdempotencyKey } from '../../directory/idempotency-key';
import { ActionError } from '../../parts/action-error';
import { Dialog } from '../../parts/dialog';
import { useErrorFocus } from '../../parts/use-error-focus';
import { useViolations } from '../../parts/use-violations';
import { type Organization } from './organization';

export function CreateOrganization({ onClose }: { onClose: () => void }) {
  const t = useTranslations('dashboard');
  const api = useApi();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [externalId, setExternalId] = useState('');
  const [key, setKey] = useState(newIdempotencyKey);
  const create = useMutation({
    mutationFn: () =>
      api.post<{ organization: Organization }>(
        '/organizations',
        { display_name: name.trim(), ...(externalId.trim() !== '' && { external_id: externalId.trim() }) },
        { idempotencyKey: key },
      ),
    onSuccess: async ({ organization }) => {
      announce(t('createOrganization.created', { name: organization.display_name }));
      await Promise.all([
        client.invalidateQueries({ queryKey: ['organizations'] }),
        client.invalidateQueries({ queryKey: ['overview'] }),
      ]);
      onClose();
    },
    // Another try with another name is another organization.
    onError: () => setKey(newIdempotencyKey()),
  });
  const wrong = useViolations(create.error);
  const fields = useErrorFocus<HTMLFormElement>(create.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Dialog title={t('createOrganization.title')} opened onClose={onClose}>
      <form ref={fields} className="stack" onSubmit={submit}>
        <TextInput
          label={t('organizations.name')}
          value={name}
          required
          withAsterisk={false}
          data-autofocus
          maxLength={255}
          error={wrong('display_name', name)}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('organizations.externalId')}
          description={t('createOrganization.externalIdText')}
          value={externalId}
          maxLength={255}
          error={wrong('external_id', externalId)}
          onChange={(event) => setExternalId(event.currentTarget.value)}
        />
        <ActionError error={create.error} beside={['display_name', 'external_id']} />
        <div className="row end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('createOrganization.title')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
