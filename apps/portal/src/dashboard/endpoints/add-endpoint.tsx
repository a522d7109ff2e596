import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { announce } from '../../app/announcements';
import { newIdempotencyKey } from '../../directory/idempotency-key';
import { ActionError } from '../../parts/action-error';
import { CopyField } from '../../parts/copy-field';
import { Dialog } from '../../parts/dialog';
import { useErrorFocus } from '../../parts/use-error-focus';
import { type Inbox } from '../inboxes/inbox';
import { type Endpoint } from './endpoint';
import { ENDPOINT_FIELDS, endpointBody, EndpointFields, type EndpointForm } from './endpoint-fields';

type Created = { endpoint: Endpoint & { secret: string } };

/** A new receiver. Its signing secret is shown at the end, and again on its own page. */
export function AddEndpoint({ organization = '', onClose }: { organization?: string; onClose: () => void }) {
  const t = useTranslations('webhooks');
  const tDashboard = useTranslations('dashboard');
  const api = useApi();
  const client = useQueryClient();
  const [key, setKey] = useState(newIdempotencyKey);
  const [form, setForm] = useState<EndpointForm>({
    url: '',
    description: '',
    organization,
    format: 'standard',
    types: [],
  });
  const inbox = useMutation({
    mutationFn: () => api.post<{ inbox: Inbox }>('/inboxes', { name: t('endpoint.inboxName') }),
    onSuccess: (answer) => {
      setForm((current) => ({
        ...current,
        url: answer.inbox.url,
        description: current.description || t('endpoint.inboxName'),
      }));
      void client.invalidateQueries({ queryKey: ['inboxes'] });
    },
  });
  const add = useMutation({
    mutationFn: () => {
      const { event_types, ...body } = endpointBody(form);
      return api.post<Created>(
        '/webhook_endpoints',
        { ...body, ...(event_types.length > 0 && { event_types }) },
        { idempotencyKey: key },
      );
    },
    onSuccess: () => {
      announce(t('endpoint.added'));
      return Promise.all([
        client.invalidateQueries({ queryKey: ['endpoints'] }),
        client.invalidateQueries({ queryKey: ['overview'] }),
      ]);
    },
    onError: () => setKey(newIdempotencyKey()),
    gcTime: 0,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const secret = add.data?.endpoint.secret;
  const fields = useErrorFocus<HTMLFormElement>(add.error);
  return (
    <Dialog title={t('endpoint.add')} opened onClose={onClose} size="lg">
      {secret === undefined ? (
        <form ref={fields} className="stack" noValidate onSubmit={submit}>
          <EndpointFields
            form={form}
            onChange={setForm}
            error={add.error}
            besideUrl={
              <Button variant="default" loading={inbox.isPending} onClick={() => inbox.mutate()}>
                {t('endpoint.useInbox')}
              </Button>
            }
          />
          <ActionError error={inbox.error} />
          <ActionError error={add.error} beside={ENDPOINT_FIELDS} />
          <div className="row end">
            <Button variant="default" onClick={onClose}>
              {tDashboard('cancel')}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {t('endpoint.add')}
            </Button>
          </div>
        </form>
      ) : (
        <div className="stack">
          <p>{t('secret.added')}</p>
          <CopyField label={t('secret.title')} copyLabel={t('secret.copy')} value={secret} />
          <div className="row end">
            <Button onClick={onClose}>{tDashboard('done')}</Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
