import { useTranslations } from 'use-intl';
import { type HealthState } from './directory-health';

/** The texts of the state are a promise: checks from outside read them. */
export function HealthText({ state, provider }: { state: HealthState; provider: string }) {
  const t = useTranslations('directory');
  return <>{t(`health.${state}`, { provider })}</>;
}
