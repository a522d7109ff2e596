import { useTranslations } from 'use-intl';
import { type ReactNode } from 'react';
import { AppLink } from '../../app/app-link';
import { type Pulse } from '../directory';
import { useDirectoryScope } from '../directory-scope';
import { isPush } from '../providers';
import { stepsOf } from '../set-up/steps';

/** What waits for a person here; absent when nothing does. */
export function NextSteps({ pulse }: { pulse: Pulse }) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const items: [string, ReactNode][] = [];
  if (pulse.status !== 'COMPLETED' && scope.shows('setup')) {
    const first = pulse.last_secret === null ? stepsOf(scope)[0] : (stepsOf(scope)[1] ?? stepsOf(scope)[0]);
    items.push([
      'setUp',
      <>
        <span>{t('nextSteps.setUp')}</span>{' '}
        <AppLink to={scope.page(`/setup/${first}`)}>{t('nextSteps.continue')}</AppLink>
      </>,
    ]);
  }
  if (!pulse.enabled) items.push(['disabled', t('nextSteps.disabled')]);
  if (pulse.full_sync_required) {
    items.push(['fullSync', t('nextSteps.fullSync', { provider: scope.provider.label })]);
  }
  if (pulse.held_departures > 0 && scope.shows('settings')) {
    items.push([
      'held',
      <>
        <span>{t('nextSteps.held', { count: pulse.held_departures })}</span>{' '}
        <AppLink to={scope.page('/held')}>{t('nextSteps.decide')}</AppLink>
      </>,
    ]);
  }
  if (pulse.refused_last_hour > 0 && isPush(scope.provider) && scope.shows('requests')) {
    items.push([
      'refused',
      <>
        <span>{t('nextSteps.refused', { count: pulse.refused_last_hour })}</span>{' '}
        <AppLink to={scope.page('/requests')} search={{ outcome: 'refused' }}>
          {t('nextSteps.see')}
        </AppLink>
      </>,
    ]);
  }
  if (pulse.sync?.state === 'needs_review' && scope.shows('syncs')) {
    items.push([
      'review',
      <>
        <span>{t('nextSteps.review')}</span>{' '}
        <AppLink to={scope.page(`/syncs/${pulse.sync.id}`)}>{t('nextSteps.decide')}</AppLink>
      </>,
    ]);
  }
  if (items.length === 0) return null;
  return (
    <section className="card stack" aria-label={t('nextSteps.title')}>
      <h2>{t('nextSteps.title')}</h2>
      <ul className="prose">
        {items.map(([id, item]) => (
          <li key={id}>{item}</li>
        ))}
      </ul>
    </section>
  );
}
