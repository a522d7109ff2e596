import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Problem, violationOf } from '../../api/problem';
import { announce } from '../../app/announcements';
import { LeaveGuard } from '../../app/leave-guard';
import { ActionError } from '../../parts/action-error';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { useErrorFocus } from '../../parts/use-error-focus';
import { useDirectoryScope } from '../directory-scope';
import {
  bodyOf,
  type ConnectionTest,
  type FormValues,
  missingFields,
  type StoredConnection,
  valuesOf,
} from './connection';
import { ConnectionFieldInput } from './connection-field-input';
import { CONNECTION_FIELDS, SCHEDULES } from './connection-fields';
import { GoogleScopes } from './google-scopes';
import { ReportColumns } from './report-columns';
import { TestResults } from './test-results';

/** How the source is reached; tested before it is saved. */
function Form({ stored, onSaved }: { stored: StoredConnection | null; onSaved?: () => void }) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const provider = scope.provider.directoryProvider;
  const all = (CONNECTION_FIELDS[provider] ?? []).filter(({ needs }) => needs === undefined || scope.can(needs));
  const [values, setValues] = useState<FormValues>(() => valuesOf(all, stored));
  const [signIn, setSignIn] = useState(stored?.secrets_set.includes('client_id') ? 'oauth' : 'password');
  const [schedule, setSchedule] = useState(stored?.schedule ?? '30m');
  const [touched, setTouched] = useState(false);
  const [tried, setTried] = useState(0);
  const [tested, setTested] = useState<ConnectionTest>();
  const fields = all.filter((field) => field.signIn === undefined || field.signIn === signIn);
  const secretsSet = stored?.secrets_set ?? [];
  const missing = missingFields(fields, values, secretsSet);
  const put = (when: string) =>
    scope.api.put(scope.path('/connection'), { ...bodyOf(fields, values, stored?.settings ?? {}), schedule: when });
  const test = useMutation({
    mutationFn: async () => {
      // The source is asked with what is stored. Nothing syncs by itself before somebody says so.
      await put(stored?.schedule ?? 'off');
      return await scope.api.post<ConnectionTest>(scope.path('/connection:test'));
    },
    onSuccess: setTested,
  });
  const save = useMutation({
    mutationFn: async (sync: boolean) => {
      await put(schedule);
      if (sync) await scope.api.post(scope.path(':sync'));
    },
    onSuccess: async (_, sync) => {
      announce(sync ? t('connection.savedAndSyncing') : t('connection.saved'));
      setTouched(false);
      await client.invalidateQueries({ queryKey: scope.key() });
      onSaved?.();
    },
  });
  const change = (name: string, value: string) => {
    setValues((current) => ({ ...current, [name]: value }));
    setTouched(true);
    setTested(undefined);
  };
  const attempt = (act: () => void) => {
    setTried(tried + 1);
    if (missing.length === 0) act();
  };
  const failure = save.error ?? test.error;
  const errorOf = (name: string) =>
    tried > 0 && missing.includes(name) ? t('connection.required') : violationOf(failure, name);
  const off = scope.readOnly !== undefined;
  const form = useErrorFocus<HTMLFormElement>(failure ?? tried);
  return (
    <form
      ref={form}
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        attempt(() => test.mutate());
      }}
    >
      <LeaveGuard unsaved={touched} text={t('connection.leave')} />
      {provider === 'WORKDAY' && (
        <NativeSelect
          label={t('connection.signInWith')}
          value={signIn}
          data={[
            { value: 'password', label: t('connection.byPassword') },
            { value: 'oauth', label: t('connection.byOauth') },
          ]}
          onChange={(event) => setSignIn(event.currentTarget.value)}
        />
      )}
      {fields.map((field) => (
        <ConnectionFieldInput
          key={`${field.part}.${field.name}`}
          field={field}
          value={values[field.name] ?? ''}
          stored={secretsSet.includes(field.name)}
          error={errorOf(field.name)}
          disabled={off}
          onChange={(value) => change(field.name, value)}
        />
      ))}
      {provider === 'GOOGLE' && <GoogleScopes serviceAccount={values['service_account'] ?? ''} />}
      {provider === 'WORKDAY' && <ReportColumns values={values} onChange={change} />}
      <NativeSelect
        label={t('connection.schedule')}
        value={schedule}
        disabled={off}
        data={SCHEDULES.map((value) => ({ value, label: t(`schedules.${value}`) }))}
        onChange={(event) => {
          setSchedule(event.currentTarget.value);
          setTouched(true);
        }}
      />
      <ActionError error={failure} beside={fields.map(({ name }) => name)} />
      {tested && <TestResults test={tested} />}
      <div className="row">
        <Button type="submit" variant="default" loading={test.isPending} disabled={off} title={scope.readOnly}>
          {t('connection.test')}
        </Button>
        <Button
          loading={save.isPending}
          disabled={off || tested?.ok !== true}
          title={scope.readOnly}
          onClick={() => attempt(() => save.mutate(true))}
        >
          {t('connection.save')}
        </Button>
        {tested?.ok !== true && (
          <Button
            variant="subtle"
            disabled={off || save.isPending}
            title={scope.readOnly}
            onClick={() => attempt(() => save.mutate(false))}
          >
            {t('connection.saveAnyway')}
          </Button>
        )}
      </div>
    </form>
  );
}

export function ConnectionForm({ onSaved }: { onSaved?: () => void }) {
  const scope = useDirectoryScope();
  const query = useQuery({
    queryKey: scope.key('connection'),
    queryFn: async ({ signal }) => {
      try {
        return (await scope.get<{ connection: StoredConnection }>('/connection', undefined, signal)).connection;
      } catch (error) {
        // Nothing was saved yet.
        if (error instanceof Problem && (error.status === 404 || error.status === 409)) return null;
        throw error;
      }
    },
  });
  if (query.data === undefined) {
    return query.isError ? <ProblemView error={query.error} onRetry={() => void query.refetch()} /> : <PageLoading />;
  }
  return <Form stored={query.data} onSaved={onSaved} />;
}
