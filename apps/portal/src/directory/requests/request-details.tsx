import { useTranslations } from 'use-intl';
import { Facts } from '../../parts/facts';
import { JsonView } from '../../parts/json-view';
import { useDirectoryScope } from '../directory-scope';
import { explainRefusal } from '../guide/explain-refusal';
import { InlineText } from '../guide/inline-text';
import { useGuide } from '../guide/use-guide';
import { actionKey } from './action-key';
import { type LoggedRequest } from './requests-query';

export function RequestDetails({ request }: { request: LoggedRequest }) {
  const t = useTranslations('directory');
  const { provider } = useDirectoryScope();
  const row = explainRefusal(useGuide(provider), request.status, request.error);
  const refused = request.status >= 400;
  return (
    <>
      <section className="stack">
        <h3>{t('requests.happened')}</h3>
        {row !== undefined ? (
          <p>
            <InlineText pieces={row.means} />
          </p>
        ) : (
          <p>
            {refused
              ? (request.error ?? t('requests.refused'))
              : t('requests.accepted', { action: t(`actions.${actionKey(request.action)}`) })}
          </p>
        )}
        {row !== undefined && request.error !== null && <p className="dimmed">{request.error}</p>}
        {request.warnings.map((warning) => (
          <p key={warning}>{warning}</p>
        ))}
      </section>
      <section className="stack">
        <h3>{t('requests.toDo')}</h3>
        <p>
          {row !== undefined ? (
            <InlineText pieces={row.do} />
          ) : refused ? (
            adviceFor(request.status, t)
          ) : (
            t('requests.nothing')
          )}
        </p>
      </section>
      <section className="stack">
        <h3>{t('requests.sent')}</h3>
        <p>
          <code>
            {request.method} {request.path}
          </code>
        </p>
        <Facts
          facts={[
            [t('requests.from'), request.ip ?? '–'],
            [t('requests.took'), t('requests.milliseconds', { ms: request.duration_ms })],
            [t('requests.id'), <code key="id">{request.request_id}</code>],
          ]}
        />
        <JsonView label={t('requests.sent')} value={request.request_body} />
      </section>
      <section className="stack">
        <h3>{t('requests.answer')}</h3>
        <p>
          <code>{request.status}</code>
        </p>
        <JsonView label={t('requests.answer')} value={request.response_body} />
      </section>
    </>
  );
}

type Translate = ReturnType<typeof useTranslations<'directory'>>;

/** What helps whatever the provider is. */
function adviceFor(status: number, t: Translate): string {
  switch (status) {
    case 401:
      return t('requests.advice401');
    case 403:
      return t('requests.advice403');
    case 404:
      return t('requests.advice404');
    case 409:
      return t('requests.advice409');
    case 429:
      return t('requests.advice429');
    default:
      return status >= 500 ? t('requests.advice500') : t('requests.advice400');
  }
}
