import { useTranslations } from 'use-intl';
import { isFile, isPush, type Provider } from '../providers';
import { type HealthState } from './directory-health';

/** The texts of the state are a promise: checks from outside read them. */
export function HealthText({ state, provider }: { state: HealthState; provider: Provider }) {
  const t = useTranslations('directory');
  // What is pulled, or uploaded, sends no request.
  if (state === 'waiting' && !isPush(provider)) {
    return <>{isFile(provider) ? t('healthPull.waitingForFile') : t('healthPull.waiting')}</>;
  }
  return <>{t(`health.${state}`, { provider: provider.label })}</>;
}
