import { useTranslations } from 'use-intl';
import { plainText } from '../../../guides/inline';
import { type Pulse } from '../directory';
import { useDirectoryScope } from '../directory-scope';
import { InlineText } from '../guide/inline-text';
import { useGuide } from '../guide/use-guide';
import { PageLoading } from '../../parts/page-loading';
import { TimeText } from '../../parts/time-text';
import { nextCycle } from './next-cycle';

/** Providers push on their own time: it says when to expect something. */
export function WhenChangesArrive({ pulse }: { pulse: Pulse }) {
  const t = useTranslations('directory');
  const { provider } = useDirectoryScope();
  const guide = useGuide(provider);
  const timing = guide?.expect.find(({ change }) => change === 'Timing');
  const next = nextCycle(provider, pulse.last_request?.at ?? null);
  if (guide === undefined) return <PageLoading lines={2} />;
  if (timing === undefined) return null;
  return (
    <section className="card stack" aria-label={t('overview.when')}>
      <h2>{t('overview.when')}</h2>
      <p className="sentence">
        <InlineText pieces={timing.sends} />
        {stop(timing.sends)}
      </p>
      <p className="sentence">
        <InlineText pieces={timing.receives} />
        {stop(timing.receives)}
      </p>
      {next !== undefined && (
        <p>
          {t('overview.nextCycle')} <TimeText at={next} />
        </p>
      )}
    </section>
  );
}

/** Cells of a guide's table end without a full stop. */
const stop = (pieces: Parameters<typeof plainText>[0]): string => (plainText(pieces).endsWith('.') ? '' : '.');
