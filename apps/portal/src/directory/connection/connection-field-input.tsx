import { Button, Checkbox, NativeSelect, PasswordInput, Switch, Textarea, TextInput } from '@mantine/core';
import '@mantine/core/styles/PasswordInput.css';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type labels from '../../text/en/directory.json';
import { listOf } from './connection';
import { type ConnectionField } from './connection-fields';

interface Props {
  field: ConnectionField;
  value: string;
  /** A secret that was saved before: it is never shown, only replaced. */
  stored: boolean;
  error: string | undefined;
  disabled: boolean;
  onChange: (value: string) => void;
}

type FieldName = keyof (typeof labels)['connectionFields'];

export function ConnectionFieldInput({ field, value, stored, error, disabled, onChange }: Props) {
  const t = useTranslations('directory');
  const [replacing, setReplacing] = useState(false);
  const label = t(`connectionFields.${(field.text ?? field.name) as FieldName}`);
  const needed = field.required === true && !stored;
  const shared = { label, error, disabled, required: needed, withAsterisk: false };
  if (stored && field.part === 'secrets' && !replacing) {
    return (
      <div className="copy-field">
        <TextInput {...shared} value="••••••••" readOnly />
        <Button variant="default" disabled={disabled} onClick={() => setReplacing(true)}>
          {t('connection.replace', { secret: label })}
        </Button>
      </div>
    );
  }
  const text = {
    ...shared,
    value,
    autoComplete: 'off',
    spellCheck: false,
    maxLength: 8_192,
    description: needed || stored || field.signIn !== undefined ? undefined : t('connection.optional'),
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  switch (field.kind) {
    case 'secret':
      return (
        <PasswordInput
          {...text}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('connection.showTyped') }}
        />
      );
    case 'long-secret':
    case 'long-text':
      return <Textarea {...text} maxLength={65_536} rows={5} classNames={{ input: 'mono' }} />;
    case 'list':
      return <Textarea {...text} rows={2} description={t('connection.onePerLine')} />;
    case 'switch':
      return (
        <Switch
          label={label}
          error={error}
          disabled={disabled}
          checked={value === 'true'}
          onChange={(event) => onChange(event.currentTarget.checked ? 'true' : '')}
        />
      );
    case 'choice':
      return (
        <NativeSelect
          label={label}
          error={error}
          disabled={disabled}
          value={value}
          data={(field.options ?? []).map((option) => ({ value: option, label: optionText(option) }))}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'choices':
      return (
        <Checkbox.Group
          label={label}
          error={error}
          value={listOf(value)}
          onChange={(next) => onChange(next.join('\n'))}
        >
          <div className="row">
            {(field.options ?? []).map((option) => (
              <Checkbox key={option} value={option} label={optionText(option)} disabled={disabled} />
            ))}
          </div>
        </Checkbox.Group>
      );
    case 'text':
      return <TextInput {...text} />;
  }
}

/** `active_directory` as words: names of the api that everybody in the trade knows. */
function optionText(option: string): string {
  if (option === 'active_directory') return 'Active Directory';
  if (option === 'openldap') return 'OpenLDAP';
  return option.charAt(0).toUpperCase() + option.slice(1);
}
