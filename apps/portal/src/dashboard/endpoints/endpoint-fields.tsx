import { NativeSelect, TextInput } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { violationOf } from '../../api/problem';
import { Notice } from '../../parts/notice';
import { useOrganizations } from '../organizations/use-organizations';
import { EventTypeChoices } from './event-type-choices';

export interface EndpointForm {
  url: string;
  description: string;
  organization: string;
  format: string;
  types: string[];
}

/** The fields as the api takes them. */
export const endpointBody = ({ url, description, organization, format, types }: EndpointForm) => ({
  url: url.trim(),
  description: description.trim() === '' ? null : description.trim(),
  organization_id: organization === '' ? null : organization,
  payload_format: format,
  event_types: types,
});

export const ENDPOINT_FIELDS = ['url', 'description', 'organization_id', 'payload_format', 'event_types'] as const;

interface Props {
  form: EndpointForm;
  onChange: (form: EndpointForm) => void;
  error: unknown;
  /** What stands beside the URL. */
  besideUrl?: ReactNode;
}

export function EndpointFields({ form, onChange, error, besideUrl }: Props) {
  const t = useTranslations('webhooks');
  const { choices } = useOrganizations();
  return (
    <>
      <div className="copy-field wraps">
        <TextInput
          label={t('endpoint.url')}
          value={form.url}
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder="https://app.example.com/webhooks"
          error={violationOf(error, 'url')}
          onChange={(event) => onChange({ ...form, url: event.currentTarget.value })}
        />
        {besideUrl}
      </div>
      <TextInput
        label={t('endpoint.description')}
        value={form.description}
        maxLength={500}
        error={violationOf(error, 'description')}
        onChange={(event) => onChange({ ...form, description: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('endpoint.organization')}
        value={form.organization}
        data={[{ value: '', label: t('endpoint.everyOrganization') }, ...choices]}
        error={violationOf(error, 'organization_id')}
        onChange={(event) => onChange({ ...form, organization: event.currentTarget.value })}
      />
      {form.organization === '' && (
        <Notice tone="warn">
          <p>{t('endpoint.everyOrganizationText')}</p>
        </Notice>
      )}
      <NativeSelect
        label={t('endpoint.format')}
        value={form.format}
        data={[
          { value: 'standard', label: t('endpoint.formats.standard') },
          { value: 'polis', label: t('endpoint.formats.polis') },
        ]}
        error={violationOf(error, 'payload_format')}
        onChange={(event) => onChange({ ...form, format: event.currentTarget.value })}
      />
      <EventTypeChoices
        description={t('endpoint.eventTypesText')}
        value={form.types}
        error={violationOf(error, 'event_types')}
        onChange={(types) => onChange({ ...form, types })}
      />
    </>
  );
}
