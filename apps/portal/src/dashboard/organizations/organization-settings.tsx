import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { violationOf } from '../../api/problem';
import { announce } from '../../app/announcements';
import { useGo } from '../../app/use-address';
import { ActionError } from '../../parts/action-error';
import { Confirm } from '../../parts/confirm';
import { isTypedName } from '../../parts/typed-name';
import { useErrorFocus } from '../../parts/use-error-focus';
import { ScopedButton } from '../scoped-button';
import { useOrganization } from './organization-context';

export function OrganizationSettings() {
  const t = useTranslations('dashboard');
  const api = useApi();
  const client = useQueryClient();
  const organization = useOrganization();
  const path = `/organizations/${organization.id}`;
  const [name, setName] = useState(organization.display_name);
  const [externalId, setExternalId] = useState(organization.external_id ?? '');
  const save = useMutation({
    mutationFn: () => api.patch(path, { display_name: name.trim(), external_id: externalId.trim() || null }),
    onSuccess: () => {
      announce(t('organizationSettings.saved'));
      return Promise.all([
        client.invalidateQueries({ queryKey: ['organization', organization.id] }),
        client.invalidateQueries({ queryKey: ['organizations'] }),
      ]);
    },
  });
  const fields = useErrorFocus<HTMLFormElement>(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <div className="stack spaced readable">
      <form ref={fields} className="card stack" noValidate onSubmit={submit}>
        <TextInput
          label={t('organizations.name')}
          value={name}
          error={violationOf(save.error, 'display_name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('organizations.externalId')}
          value={externalId}
          error={violationOf(save.error, 'external_id')}
          onChange={(event) => setExternalId(event.currentTarget.value)}
        />
        <ActionError error={save.error} beside={['display_name', 'external_id']} />
        <div className="row end">
          <ScopedButton type="submit" loading={save.isPending}>
            {t('organizationSettings.save')}
          </ScopedButton>
        </div>
      </form>
      <DeleteOrganization />
    </div>
  );
}

function DeleteOrganization() {
  const t = useTranslations('dashboard');
  const api = useApi();
  const go = useGo();
  const client = useQueryClient();
  const { id, display_name: name } = useOrganization();
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () => api.delete(`/organizations/${id}`),
    onSuccess: () => {
      announce(t('organizationSettings.deleted', { name }));
      void client.invalidateQueries({ queryKey: ['organizations'] });
      go('/organizations');
    },
  });
  return (
    <section className="card stack" aria-labelledby="delete-organization">
      <h2 id="delete-organization">{t('organizationSettings.delete')}</h2>
      <p>{t('organizationSettings.deleteText')}</p>
      <div>
        <ScopedButton color="red" variant="outline" onClick={() => setAsking(true)}>
          {t('organizationSettings.delete')}
        </ScopedButton>
      </div>
      <Confirm
        title={t('organizationSettings.delete')}
        danger
        opened={asking}
        busy={remove.isPending}
        disabled={!isTypedName(typed, name)}
        error={remove.error}
        onConfirm={() => remove.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{t('organizationSettings.deleteText')}</p>
        <TextInput
          label={t('organizationSettings.typeName', { name })}
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </Confirm>
    </section>
  );
}
