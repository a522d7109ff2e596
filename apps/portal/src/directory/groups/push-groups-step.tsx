import { useTranslations } from 'use-intl';
import { plainText } from '../../../guides/inline';
import { PageLoading } from '../../parts/page-loading';
import { useDirectoryScope } from '../directory-scope';
import { InlineText } from '../guide/inline-text';
import { useGuide } from '../guide/use-guide';
import { isFile, isPush } from '../providers';

/** Most providers send groups only when told to: the step that tells them. */
export function PushGroupsStep() {
  const t = useTranslations('directory');
  const { provider } = useDirectoryScope();
  const guide = useGuide(provider);
  if (!isPush(provider)) return <p>{isFile(provider) ? t('groups.emptyFile') : t('groups.emptyPull')}</p>;
  if (guide === undefined) return <PageLoading lines={3} />;
  const steps = guide.steps.filter((pieces) => plainText(pieces).toLowerCase().includes('group'));
  const step = steps.at(-1);
  return (
    <>
      <p>{t('groups.emptyText', { provider: provider.label })}</p>
      {step !== undefined && (
        <p className="dimmed">
          <InlineText pieces={step} />
        </p>
      )}
    </>
  );
}
