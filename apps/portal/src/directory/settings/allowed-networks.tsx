import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { violationOf } from '../../api/problem';
import { announce } from '../../app/announcements';
import { LeaveGuard } from '../../app/leave-guard';
import { ActionError } from '../../parts/action-error';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { useErrorFocus } from '../../parts/use-error-focus';
import { useDirectoryScope } from '../directory-scope';
import { badNetwork, linesOf } from './networks';

/** Where the provider's requests may come from. */
export function AllowedNetworks() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const key = scope.key('ip_allowlist');
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => (await scope.get<{ cidrs: string[] }>('/ip_allowlist', undefined, signal)).cidrs,
  });
  const [draft, setDraft] = useState<string>();
  const [wrong, setWrong] = useState<{ line: number; network: string }>();
  const save = useMutation({
    mutationFn: (typed: string) =>
      scope.api.put(scope.path('/ip_allowlist'), { cidrs: linesOf(typed).map(({ network }) => network) }),
    onSuccess: async (_, sent) => {
      announce(t('networks.saved'));
      await client.invalidateQueries({ queryKey: key });
      // What was typed meanwhile stays.
      setDraft((current) => (current === sent ? undefined : current));
    },
  });
  const text = draft ?? query.data?.join('\n') ?? '';
  const submit = () => {
    const bad = badNetwork(text);
    setWrong(bad);
    if (bad === undefined) save.mutate(text);
  };
  const fields = useErrorFocus<HTMLElement>(wrong ?? save.error);
  const refused = violationOf(save.error, 'cidrs');
  return (
    <section ref={fields} className="card stack" aria-label={t('networks.title')}>
      <LeaveGuard unsaved={draft !== undefined && draft !== query.data?.join('\n')} />
      <h2>{t('networks.title')}</h2>
      {query.data === undefined ? (
        query.isError ? (
          <ProblemView error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PageLoading lines={2} />
        )
      ) : (
        <>
          <Textarea
            label={t('networks.title')}
            description={t('networks.text')}
            value={text}
            rows={Math.min(10, Math.max(3, text.split('\n').length))}
            spellCheck={false}
            classNames={{ input: 'mono' }}
            disabled={scope.readOnly !== undefined}
            title={scope.readOnly}
            error={wrong === undefined ? refused : t('networks.wrong', { line: wrong.line, network: wrong.network })}
            onChange={(event) => {
              setDraft(event.currentTarget.value);
              setWrong(undefined);
            }}
          />
          <ActionError error={save.error} beside={['cidrs']} />
          <div>
            <Button
              disabled={draft === undefined || scope.readOnly !== undefined}
              title={scope.readOnly}
              loading={save.isPending}
              onClick={submit}
            >
              {t('networks.save')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
