import { useTranslations } from 'use-intl';
import { Notice } from '../../parts/notice';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { type Pulse } from '../directory';
import { useDirectoryScope } from '../directory-scope';
import { explainRefusal } from '../guide/explain-refusal';
import { InlineText } from '../guide/inline-text';
import { useGuide } from '../guide/use-guide';
import { actionKey } from '../requests/action-key';
import { directoryHealth } from './directory-health';
import { HealthText } from './health-text';

/** The state in one sentence, and why requests are refused in the words of the provider's guide. */
export function ConnectionStatus({ pulse }: { pulse: Pulse | undefined }) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const guide = useGuide(scope.provider);
  const health = pulse && directoryHealth(pulse);
  const last = pulse?.last_request ?? null;
  const refused = health?.state === 'refusing' ? last : null;
  const row = refused === null ? undefined : explainRefusal(guide, refused.status, refused.error);
  return (
    <>
      <div role="status" aria-label={t('connection.status')}>
        {health && (
          <StateBadge tone={health.tone}>
            <HealthText state={health.state} provider={scope.provider} />
          </StateBadge>
        )}
      </div>
      {last !== null && (
        <p className="dimmed">
          {t('connection.last', { action: t(`actions.${actionKey(last.action)}`), status: last.status })}{' '}
          <TimeText at={last.at} />
        </p>
      )}
      {refused !== null && (
        <Notice tone="bad" role="alert">
          <p>{refused.status === 401 ? t('connection.wrongToken') : refused.error}</p>
          <p>{row === undefined ? t('connection.wrongTokenDo') : <InlineText pieces={row.do} />}</p>
        </Notice>
      )}
    </>
  );
}
