import { Switch, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { violationOf } from '../../api/problem';
import { announce } from '../../app/announcements';
import { LeaveGuard } from '../../app/leave-guard';
import { ActionError } from '../../parts/action-error';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { useErrorFocus } from '../../parts/use-error-focus';
import { ScopedButton } from '../scoped-button';
import { type Mail } from './organization';
import { useOrganization } from './organization-context';

/** The mail that greets newcomers of this customer. */
export function OrganizationMail() {
  const api = useApi();
  const { id } = useOrganization();
  const query = useQuery({
    queryKey: ['mail', id],
    queryFn: async ({ signal }) => (await api.get<{ mail: Mail }>(`/organizations/${id}/mail`, undefined, signal)).mail,
    // What somebody types is not overwritten.
    refetchOnWindowFocus: false,
  });
  if (query.data === undefined) {
    return query.isError ? <ProblemView error={query.error} onRetry={() => void query.refetch()} /> : <PageLoading />;
  }
  return <MailForm key={id} path={`/organizations/${id}/mail`} saved={query.data} />;
}

function MailForm({ path, saved }: { path: string; saved: Mail }) {
  const t = useTranslations('dashboard');
  const api = useApi();
  const client = useQueryClient();
  const [mail, setMail] = useState(() => formOf(saved));
  const save = useMutation({
    mutationFn: () =>
      api.put<{ mail: Mail }>(path, {
        welcome_mail: mail.welcome_mail,
        sign_in_url: mail.sign_in_url.trim() || null,
        subject: mail.subject.trim() || null,
        template: mail.template.trim() === '' ? null : mail.template,
        it_contacts: mail.it_contacts
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      }),
    onSuccess: (answer) => {
      announce(t('mail.saved'));
      // As it was stored: without blanks around it, for instance.
      setMail(formOf(answer.mail));
      return client.invalidateQueries({ queryKey: ['mail'] });
    },
  });
  const fields = useErrorFocus<HTMLFormElement>(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const field = (name: 'sign_in_url' | 'subject' | 'template' | 'it_contacts') => ({
    label: t(`mail.${name}`),
    value: mail[name],
    error: violationOf(save.error, name),
    onChange: (event: { currentTarget: { value: string } }) => setMail({ ...mail, [name]: event.currentTarget.value }),
  });
  return (
    <form ref={fields} className="card stack readable" noValidate onSubmit={submit}>
      <LeaveGuard unsaved={JSON.stringify(mail) !== JSON.stringify(formOf(saved))} />
      <Switch
        label={t('mail.welcome_mail')}
        checked={mail.welcome_mail}
        onChange={(event) => setMail({ ...mail, welcome_mail: event.currentTarget.checked })}
      />
      <TextInput {...field('sign_in_url')} description={t('mail.sign_in_url_text')} />
      <TextInput {...field('subject')} />
      <Textarea {...field('template')} description={t('mail.template_text')} rows={6} />
      <Textarea {...field('it_contacts')} description={t('mail.it_contacts_text')} rows={3} />
      <ActionError error={save.error} beside={['sign_in_url', 'subject', 'template', 'it_contacts']} />
      <div className="row end">
        <ScopedButton type="submit" loading={save.isPending}>
          {t('mail.save')}
        </ScopedButton>
      </div>
    </form>
  );
}

const formOf = (saved: Mail) => ({
  welcome_mail: saved.welcome_mail,
  sign_in_url: saved.sign_in_url ?? '',
  subject: saved.subject ?? '',
  template: saved.template ?? '',
  it_contacts: saved.it_contacts.join('\n'),
});
