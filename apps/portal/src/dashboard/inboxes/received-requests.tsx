import { useTranslations } from 'use-intl';
import { Breakable } from '../../parts/breakable';
import { CopyField } from '../../parts/copy-field';
import { Empty } from '../../parts/empty';
import { JsonView } from '../../parts/json-view';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { laidOut, type ReceivedRequest } from './inbox';

const TONES = { valid: 'ok', invalid: 'bad', unknown: 'idle' } as const;

/** The newest first, as the api lists them. */
export function ReceivedRequests({
  requests: newestFirst,
  url,
}: {
  requests: readonly ReceivedRequest[];
  url: string;
}) {
  const t = useTranslations('webhooks');
  return (
    <section className="stack" aria-labelledby="received">
      <h2 id="received">{t('inbox.received')}</h2>
      {newestFirst.length === 0 ? (
        <Empty title={t('inbox.nothing')}>
          <p>{t('inbox.nothingText')}</p>
          <CopyField
            label={t('inbox.try')}
            copyLabel={t('inbox.copyTry')}
            value={`curl -X POST '${url}' -H 'content-type: application/json' -d '{"hello":"world"}'`}
          />
        </Empty>
      ) : (
        <ol className="received" aria-labelledby="received" reversed>
          {newestFirst.map((request) => (
            <li key={request.id} className="card stack tight">
              <div className="row">
                <strong>
                  <bdi>{request.event_type ? <Breakable name={request.event_type} /> : t('inbox.noType')}</bdi>
                </strong>
                <StateBadge tone={TONES[request.signature]}>{t(`inbox.signature.${request.signature}`)}</StateBadge>
                <span className="dimmed">
                  <TimeText at={request.at} exact />
                </span>
              </div>
              <details>
                <summary>{t('inbox.body')}</summary>
                <JsonView label={t('inbox.body')} value={laidOut(request.body)} />
              </details>
              <details>
                <summary>{t('inbox.headers')}</summary>
                <JsonView label={t('inbox.headers')} value={request.headers} />
              </details>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
