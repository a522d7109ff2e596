import { Button, FileInput, NativeSelect, Radio } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Problem } from '../../api/problem';
import { announce } from '../../app/announcements';
import { useGo } from '../../app/use-address';
import { ActionError } from '../../parts/action-error';
import { useDirectoryScope } from '../directory-scope';
import { type Sync } from '../syncs/sync';
import { columnsSetting, CSV_FIELDS, headersOf, suggestedField } from './csv-columns';
import { DryRun } from './dry-run';
import { RejectedRows } from './rejected-rows';
import { TemplateLink } from './template-link';

const HEAD_BYTES = 65_536;

/** Files, columns, a dry run, and only then a change. */
export function UploadPage() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const go = useGo();
  const [users, setUsers] = useState<File | null>(null);
  const [groups, setGroups] = useState<File | null>(null);
  const [columns, setColumns] = useState<Record<string, string>>({});
  const [missing, setMissing] = useState('keep');
  const [checked, setChecked] = useState<string>();
  const off = scope.readOnly !== undefined;
  const choose = async (file: File | null) => {
    setUsers(file);
    setChecked(undefined);
    const headers = file === null ? [] : headersOf(await file.slice(0, HEAD_BYTES).text());
    setColumns(Object.fromEntries(headers.map((header) => [header, suggestedField(header)])));
  };
  const check = useMutation({
    mutationFn: async () => {
      const setting = columnsSetting(columns);
      if (setting !== undefined) {
        await scope.api.put(scope.path('/connection'), { settings: { columns: setting }, schedule: 'off' });
      }
      const form = new FormData();
      form.append('users', users!, 'users.csv');
      if (groups !== null) form.append('groups', groups, 'groups.csv');
      return await scope.api.post<{ sync: Sync }>(scope.path('/uploads'), form, { query: { missing } });
    },
    onSuccess: ({ sync }) => setChecked(sync.id),
  });
  const apply = useMutation({
    mutationFn: (id: string) => scope.api.post<{ sync: Sync }>(scope.path(`/syncs/${id}:apply`)),
    onSuccess: async ({ sync }) => {
      announce(t('upload.applied'));
      await client.invalidateQueries({ queryKey: scope.key() });
      go(scope.page(`/syncs/${sync.id}`));
    },
  });
  const rejected = check.error instanceof Problem && check.error.violations.length > 0 ? check.error.violations : [];
  return (
    <div className="stack">
      <section className="card stack" aria-label={t('upload.files')}>
        <h2>{t('upload.files')}</h2>
        <p className="dimmed">{t('upload.text')}</p>
        <div>
          <TemplateLink />
        </div>
        <div className="form-grid">
          <FileInput
            label={t('upload.users')}
            placeholder={t('upload.choose')}
            accept=".csv,text/csv"
            clearable
            disabled={off}
            value={users}
            onChange={(file) => void choose(file)}
          />
          <FileInput
            label={t('upload.groups')}
            description={t('upload.groupsText')}
            placeholder={t('upload.choose')}
            accept=".csv,text/csv"
            clearable
            disabled={off}
            value={groups}
            onChange={(file) => {
              setGroups(file);
              setChecked(undefined);
            }}
          />
        </div>
        {Object.keys(columns).length > 0 && (
          <>
            <h3>{t('upload.columns')}</h3>
            <div className="form-grid">
              {Object.entries(columns).map(([header, field]) => (
                <NativeSelect
                  key={header}
                  label={t('upload.columnIs', { column: header })}
                  value={field}
                  data={[
                    { value: '', label: t('upload.unused') },
                    ...CSV_FIELDS.map((value) => ({ value, label: value })),
                  ]}
                  onChange={(event) => {
                    const { value } = event.currentTarget;
                    setColumns((current) => ({ ...current, [header]: value }));
                    setChecked(undefined);
                  }}
                />
              ))}
            </div>
          </>
        )}
        <Radio.Group
          label={t('upload.missing')}
          value={missing}
          onChange={(value) => {
            setMissing(value);
            setChecked(undefined);
          }}
        >
          <div className="stack tight">
            <Radio value="keep" label={t('upload.keep')} />
            <Radio value="leave" label={t('upload.leave')} />
          </div>
        </Radio.Group>
        {rejected.length === 0 && <ActionError error={check.error} />}
        <div>
          <Button
            loading={check.isPending}
            disabled={off || users === null}
            title={scope.readOnly}
            onClick={() => check.mutate()}
          >
            {t('upload.check')}
          </Button>
        </div>
      </section>
      {rejected.length > 0 && <RejectedRows rows={rejected} />}
      {checked !== undefined && (
        <DryRun syncId={checked} busy={apply.isPending} error={apply.error} onApply={() => apply.mutate(checked)} />
      )}
    </div>
  );
}
