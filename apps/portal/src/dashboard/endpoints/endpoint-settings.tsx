import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { announce } from '../../app/announcements';
import { useGo } from '../../app/use-address';
import { ActionError } from '../../parts/action-error';
import { Confirm } from '../../parts/confirm';
import { useErrorFocus } from '../../parts/use-error-focus';
import { ScopedButton } from '../scoped-button';
import { useEndpoint } from './endpoint-context';
import { ENDPOINT_FIELDS, endpointBody, EndpointFields, type EndpointForm } from './endpoint-fields';

export function EndpointSettings() {
  const t = useTranslations('webhooks');
  const api = useApi();
  const client = useQueryClient();
  const endpoint = useEndpoint();
  const [form, setForm] = useState<EndpointForm>({
    url: endpoint.url,
    description: endpoint.description,
    organization: endpoint.organization_id ?? '',
    format: endpoint.payload_format,
    types: [...endpoint.event_types],
  });
  const save = useMutation({
    mutationFn: () => api.patch(`/webhook_endpoints/${endpoint.id}`, endpointBody(form)),
    onSuccess: () => {
      announce(t('endpoint.saved'));
      return Promise.all([
        client.invalidateQueries({ queryKey: ['endpoint', endpoint.id] }),
        client.invalidateQueries({ queryKey: ['endpoints'] }),
      ]);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const fields = useErrorFocus<HTMLFormElement>(save.error);
  return (
    <div className="stack spaced">
      <form ref={fields} className="card stack" noValidate onSubmit={submit}>
        <EndpointFields form={form} onChange={setForm} error={save.error} />
        <ActionError error={save.error} beside={ENDPOINT_FIELDS} />
        <div className="row end">
          <ScopedButton type="submit" loading={save.isPending}>
            {t('endpoint.save')}
          </ScopedButton>
        </div>
      </form>
      <DeleteEndpoint id={endpoint.id} />
    </div>
  );
}

function DeleteEndpoint({ id }: { id: string }) {
  const t = useTranslations('webhooks');
  const api = useApi();
  const go = useGo();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.delete(`/webhook_endpoints/${id}`),
    onSuccess: () => {
      announce(t('endpoint.deleted'));
      go('/endpoints');
      return client.invalidateQueries({ queryKey: ['endpoints'] });
    },
  });
  return (
    <section className="card stack" aria-labelledby="delete-endpoint">
      <h2 id="delete-endpoint">{t('endpoint.delete')}</h2>
      <p>{t('endpoint.deleteText')}</p>
      <div>
        <ScopedButton color="red" variant="outline" onClick={() => setAsking(true)}>
          {t('endpoint.delete')}
        </ScopedButton>
      </div>
      <Confirm
        title={t('endpoint.delete')}
        danger
        opened={asking}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{t('endpoint.deleteText')}</p>
      </Confirm>
    </section>
  );
}
