import { useTranslations } from 'use-intl';
import { AppLink } from '../../app/app-link';
import { Notice } from '../../parts/notice';
import { TimeText } from '../../parts/time-text';
import { type Attention, pageOfAttention } from './overview';

/** What does not mend itself, each with the page where somebody can act. */
export function NeedsAttention({ attention }: { attention: readonly Attention[] }) {
  const t = useTranslations('dashboard');
  const words = ({ kind, count }: Attention) => {
    const key = `attention.kinds.${kind}` as 'attention.kinds.other';
    return t(t.has(key) ? key : 'attention.kinds.other', { kind, count });
  };
  return (
    <section className="stack" aria-labelledby="attention">
      <h2 id="attention">{t('attention.title')}</h2>
      {attention.length === 0 ? (
        <p className="dimmed">{t('attention.nothing')}</p>
      ) : (
        <ul className="attention">
          {attention.map((one) => (
            <li key={`${one.kind} ${one.endpoint_id ?? one.directory_id ?? one.organization_id ?? ''}`}>
              <Notice tone="warn">
                <p>
                  <AppLink to={pageOfAttention(one)}>{words(one)}</AppLink>{' '}
                  <span className="dimmed">
                    <TimeText at={one.since} never="" />
                  </span>
                </p>
              </Notice>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
