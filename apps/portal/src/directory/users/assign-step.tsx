import { useTranslations } from 'use-intl';
import { plainText } from '../../../guides/inline';
import { PageLoading } from '../../parts/page-loading';
import { useDirectoryScope } from '../directory-scope';
import { InlineText } from '../guide/inline-text';
import { useGuide } from '../guide/use-guide';
import { isFile, isPush } from '../providers';

/** How somebody gets assigned, in the words of the provider's guide. */
export function AssignStep() {
  const t = useTranslations('directory');
  const { provider } = useDirectoryScope();
  const guide = useGuide(provider);
  if (!isPush(provider)) return <p>{isFile(provider) ? t('users.emptyFile') : t('users.emptyPull')}</p>;
  if (guide === undefined) return <PageLoading lines={3} />;
  const step = guide.steps.find((pieces) => plainText(pieces).toLowerCase().includes('assign'));
  return (
    <>
      <p>{t('users.emptyText', { provider: provider.label })}</p>
      {step !== undefined && (
        <p className="dimmed">
          <InlineText pieces={step} />
        </p>
      )}
    </>
  );
}
