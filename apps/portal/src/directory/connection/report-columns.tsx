import { TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { columnName, type FormValues } from './connection';
import { REPORT_COLUMNS } from './connection-fields';

/** A report has the columns that somebody gave it: which of them is which field. */
export function ReportColumns({
  values,
  onChange,
}: {
  values: FormValues;
  onChange: (name: string, value: string) => void;
}) {
  const t = useTranslations('directory');
  return (
    <fieldset className="columns-fieldset">
      <legend>{t('connection.columns')}</legend>
      <div className="form-grid">
        {REPORT_COLUMNS.map((field) => (
          <TextInput
            key={field}
            label={t('connection.columnFor', { field })}
            value={values[columnName(field)] ?? ''}
            maxLength={200}
            spellCheck={false}
            onChange={(event) => onChange(columnName(field), event.currentTarget.value)}
          />
        ))}
      </div>
    </fieldset>
  );
}
