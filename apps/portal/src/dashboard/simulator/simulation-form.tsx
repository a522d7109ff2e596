import { Button, NativeSelect, Progress, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { AppLink } from '../../app/app-link';
import { ActionError } from '../../parts/action-error';
import { Notice } from '../../parts/notice';
import { ScopedButton } from '../scoped-button';
import { type Dialect, DIALECTS, isOver, peopleOf, progressOf, SCENARIOS } from './simulation';
import { useSimulation } from './use-simulation';

interface Props {
  organization: string;
  /** The sandbox that is open; without one it is found or made. */
  directory?: string;
  /** The provider of that sandbox. */
  dialect?: Dialect;
  cancel?: ReactNode;
}

/** What a simulated provider shall do, and how far it is. */
export function SimulationForm({ organization, directory, dialect: fixed, cancel }: Props) {
  const t = useTranslations('dashboard');
  const [dialect, setDialect] = useState<Dialect>(fixed ?? 'okta');
  const [scenario, setScenario] = useState<string>('full');
  const [people, setPeople] = useState('5');
  const { start, run, simulation, directory: filled } = useSimulation(organization, directory, t('simulate.started'));
  const users = peopleOf(people);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (users !== undefined) start.mutate({ dialect, scenario, users });
  };
  if (simulation !== undefined) {
    const over = isOver(simulation);
    const failed = simulation.state === 'failed';
    return (
      <div className="stack">
        <Progress aria-label={t('simulate.progress')} value={progressOf(simulation)} size="lg" />
        <div role="status">
          {over ? (
            <Notice tone={failed ? 'bad' : 'ok'}>
              <p>{failed ? t('simulate.failed') : t('simulate.finished', { people: users ?? 0 })}</p>
              {simulation.errors.map((error) => (
                <p key={error}>
                  <bdi>{error}</bdi>
                </p>
              ))}
            </Notice>
          ) : (
            <p>{t('simulate.sent', { sent: simulation.sent, total: simulation.total })}</p>
          )}
        </div>
        <ActionError error={run.error} />
        <div className="row between">
          <AppLink to={`/organizations/${organization}/directories/${filled}/users`}>
            {t('simulate.openDirectory')}
          </AppLink>
          <div className="row">
            {over && (
              <Button variant="default" onClick={() => start.reset()}>
                {t('simulate.again')}
              </Button>
            )}
            {cancel}
          </div>
        </div>
      </div>
    );
  }
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p>{directory === undefined ? t('simulate.text') : t('simulate.textHere')}</p>
      <NativeSelect
        label={t('simulate.provider')}
        value={dialect}
        disabled={fixed !== undefined}
        data={Object.entries(DIALECTS).map(([value, { label }]) => ({ value, label }))}
        onChange={(event) => setDialect(event.currentTarget.value as Dialect)}
      />
      <NativeSelect
        label={t('simulate.scenario')}
        value={scenario}
        data={SCENARIOS.map((value) => ({ value, label: t(`simulate.scenarios.${value}`) }))}
        onChange={(event) => setScenario(event.currentTarget.value)}
      />
      <TextInput
        label={t('simulate.people')}
        description={t('simulate.peopleText')}
        inputMode="numeric"
        value={people}
        error={users === undefined ? t('simulate.peopleWrong') : undefined}
        onChange={(event) => setPeople(event.currentTarget.value)}
      />
      <ActionError error={start.error} />
      <div className="row end">
        {cancel}
        <ScopedButton type="submit" loading={start.isPending} disabled={users === undefined}>
          {t('simulate.start')}
        </ScopedButton>
      </div>
    </form>
  );
}
