import { useFormatter, useTranslations } from 'use-intl';
import { Numbers } from '../numbers';
import { type Overview, shareDelivered, sumOf } from './overview';

export function LastDay({ overview }: { overview: Overview }) {
  const t = useTranslations('dashboard');
  const format = useFormatter();
  const { deliveries, counts } = overview;
  const share = shareDelivered(deliveries);
  const ms = (value: number | null) => (value === null ? '–' : t('lastDay.ms', { ms: Math.round(value) }));
  return (
    <>
      <section className="stack" aria-labelledby="last-day">
        <h2 id="last-day">{t('lastDay.title')}</h2>
        <Numbers
          numbers={[
            [t('lastDay.delivered'), format.number(deliveries.delivered)],
            [
              t('lastDay.share'),
              share === null ? '–' : format.number(share, { style: 'percent', maximumFractionDigits: 1 }),
            ],
            [t('lastDay.failed'), format.number(deliveries.failed_attempts)],
            [t('lastDay.pending'), format.number(deliveries.pending)],
            [t('lastDay.exhausted'), format.number(deliveries.exhausted)],
            [t('lastDay.p50'), ms(deliveries.p50_ms)],
            [t('lastDay.p95'), ms(deliveries.p95_ms)],
          ]}
        />
      </section>
      <section className="stack" aria-labelledby="in-store">
        <h2 id="in-store">{t('lastDay.inStore')}</h2>
        <Numbers
          numbers={[
            [t('links.organizations'), format.number(counts.organizations)],
            [t('links.directories'), format.number(sumOf(counts.directories))],
            [t('links.endpoints'), format.number(sumOf(counts.endpoints))],
          ]}
        />
      </section>
    </>
  );
}
