import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { violationOf } from '../../api/problem';
import { announce } from '../../app/announcements';
import { LeaveGuard } from '../../app/leave-guard';
import { ActionError } from '../../parts/action-error';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { RowsTable } from '../../parts/rows-table';
import { useErrorFocus } from '../../parts/use-error-focus';
import { useDirectoryScope } from '../directory-scope';
import { useGroupRules } from './use-group-rules';

interface Rule {
  name: string;
  filter: string;
  group: string;
}

type Field = keyof Rule;
const FIELDS: readonly Field[] = ['name', 'filter', 'group'];

/** Groups that the provider does not send: everybody whom a filter finds. */
export function GroupRules() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const stored = useGroupRules(scope);
  const [draft, setDraft] = useState<Rule[]>();
  const save = useMutation({
    mutationFn: (rules: Rule[]) => scope.api.put(scope.path('/group_rules'), { rules }),
    onSuccess: async (_, sent) => {
      announce(t('rules.saved'));
      await client.invalidateQueries({ queryKey: scope.key() });
      // What was changed meanwhile stays.
      setDraft((current) => (current === sent ? undefined : current));
    },
  });
  const fields = useErrorFocus<HTMLElement>(save.error);
  if (stored.data === undefined) {
    return stored.isError ? (
      <ProblemView error={stored.error} onRetry={() => void stored.refetch()} />
    ) : (
      <PageLoading />
    );
  }
  const rules = draft ?? stored.data.map(({ name, filter, group }) => ({ name, filter, group }));
  const set = (at: number, field: Field, value: string) =>
    setDraft(rules.map((rule, index) => (index === at ? { ...rule, [field]: value } : rule)));
  const rows = rules.map((rule, at) => ({ ...rule, at }));
  return (
    <section ref={fields} className="stack" aria-label={t('rules.section')}>
      <LeaveGuard unsaved={draft !== undefined} />
      <h2>{t('rules.section')}</h2>
      <p className="dimmed">{t('rules.text')}</p>
      {rules.length > 0 && (
        <RowsTable
          label={t('rules.table')}
          rows={rows}
          rowKey={({ at }) => String(at)}
          columns={[
            ...FIELDS.map((field) => ({
              id: field,
              header: t(`rules.${field}`),
              cell: ({ at, [field]: value }: Rule & { at: number }) => (
                <TextInput
                  aria-label={t('rules.fieldOf', { field: t(`rules.${field}`), number: at + 1 })}
                  value={value}
                  disabled={scope.readOnly !== undefined}
                  title={scope.readOnly}
                  error={violationOf(save.error, `rules[${at}].${field}`)}
                  maxLength={field === 'filter' ? 4_096 : 200}
                  onChange={(event) => set(at, field, event.currentTarget.value)}
                />
              ),
            })),
            {
              id: 'actions',
              header: t('mapping.actions'),
              end: true,
              cell: ({ at }) => (
                <Button
                  variant="subtle"
                  size="xs"
                  disabled={scope.readOnly !== undefined}
                  title={scope.readOnly}
                  aria-label={t('rules.remove', { number: at + 1 })}
                  onClick={() => setDraft(rules.filter((_, index) => index !== at))}
                >
                  {t('mapping.removeShort')}
                </Button>
              ),
            },
          ]}
        />
      )}
      <ActionError
        error={save.error}
        beside={rules.flatMap((_, at) => FIELDS.map((field) => `rules[${at}].${field}`))}
      />
      <div className="row">
        <Button
          variant="default"
          disabled={scope.readOnly !== undefined}
          title={scope.readOnly}
          onClick={() => setDraft([...rules, { name: '', filter: '', group: '' }])}
        >
          {t('rules.add')}
        </Button>
        <Button
          disabled={draft === undefined || scope.readOnly !== undefined}
          title={scope.readOnly}
          loading={save.isPending}
          onClick={() => save.mutate(rules)}
        >
          {t('rules.save')}
        </Button>
      </div>
    </section>
  );
}
