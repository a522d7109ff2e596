import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { violationOf } from '../../api/problem';
import { announce } from '../../app/announcements';
import { LeaveGuard } from '../../app/leave-guard';
import { ActionError } from '../../parts/action-error';
import { useErrorFocus } from '../../parts/use-error-focus';
import { ScopedButton } from '../scoped-button';
import { LogoField } from './logo-field';
import { PortalPreview } from './portal-preview';
import { formOf, SECTIONS, type Section, type SettingsAnswer, type SettingsForm, settingsOf } from './settings-form';

interface Props {
  path: string;
  saved: SettingsAnswer;
  inherits: boolean;
}

const TEXT_FIELDS = [
  'application_name',
  'accent',
  'support_url',
  'support_email',
  'return_url',
  'allowed_origins',
] as const;
type TextField = (typeof TEXT_FIELDS)[number];

export function PortalSettingsForm({ path, saved, inherits }: Props) {
  const t = useTranslations('administration');
  const api = useApi();
  const client = useQueryClient();
  const [form, setForm] = useState<SettingsForm>(() => formOf(saved.portal_settings));
  const save = useMutation({
    mutationFn: (typed: SettingsForm) => api.put<SettingsAnswer>(path, settingsOf(typed, inherits)),
    onSuccess: (answer, sent) => {
      announce(t('portal.saved'));
      // As it was stored: without blanks around it, for instance. What was typed meanwhile stays.
      setForm((current) => (current === sent ? formOf(answer.portal_settings) : current));
      return client.invalidateQueries({ queryKey: ['portal-settings'] });
    },
  });
  const fields = useErrorFocus<HTMLFormElement>(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(form);
  };
  const field = (name: TextField) => ({
    label: t(`portal.${name}`),
    value: form[name],
    error: violationOf(save.error, name),
    placeholder: inherits ? t('portal.inherited') : undefined,
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }),
  });
  return (
    <div className="settings-columns">
      <LeaveGuard unsaved={JSON.stringify(form) !== JSON.stringify(formOf(saved.portal_settings))} />
      <form ref={fields} className="card stack" noValidate onSubmit={submit}>
        <TextInput {...field('application_name')} maxLength={200} />
        <TextInput {...field('accent')} description={t('portal.accentText')} placeholder="#2f6f5e" maxLength={7} />
        <LogoField path={path} theme="light" url={saved.logo_url} />
        <LogoField path={path} theme="dark" url={saved.logo_dark_url} />
        <TextInput {...field('support_url')} inputMode="url" />
        <TextInput {...field('support_email')} inputMode="email" />
        <TextInput {...field('return_url')} description={t('portal.returnText')} inputMode="url" />
        <Textarea {...field('allowed_origins')} description={t('portal.originsText')} rows={3} />
        <NativeSelect
          label={t('portal.invites')}
          value={form.allow_invites}
          data={[
            ...(inherits ? [{ value: '', label: t('portal.inherited') }] : []),
            { value: 'yes', label: t('portal.yes') },
            { value: 'no', label: t('portal.no') },
          ]}
          onChange={(event) =>
            setForm({ ...form, allow_invites: event.currentTarget.value as SettingsForm['allow_invites'] })
          }
        />
        <Checkbox.Group
          label={t('portal.sections')}
          description={inherits && form.sections === null ? t('portal.inherited') : t('portal.sectionsText')}
          value={form.sections ?? []}
          error={violationOf(save.error, 'sections')}
          onChange={(chosen) =>
            setForm({ ...form, sections: inherits && chosen.length === 0 ? null : ([...chosen] as Section[]) })
          }
        >
          <div className="choices">
            {SECTIONS.map((section) => (
              <Checkbox key={section} value={section} label={t(`portal.sectionNames.${section}`)} />
            ))}
          </div>
        </Checkbox.Group>
        <ActionError error={save.error} beside={[...TEXT_FIELDS, 'sections']} />
        <div className="row end">
          <ScopedButton needs="admin" type="submit" loading={save.isPending}>
            {t('portal.save')}
          </ScopedButton>
        </div>
      </form>
      <PortalPreview
        name={form.application_name}
        accent={form.accent}
        logo={saved.logo_url}
        logoDark={saved.logo_dark_url ?? saved.logo_url}
      />
    </div>
  );
}
