import { useTranslations } from 'use-intl';
import { plainText } from '../../../guides/inline';
import { useDirectoryScope } from '../directory-scope';
import { InlineText } from '../guide/inline-text';
import { useGuide } from '../guide/use-guide';
import { isPush } from '../providers';

/** How somebody gets assigned, in the words of the provider's guide. */
export function AssignStep() {
  const t = useTranslations('directory');
  const { provider } = useDirectoryScope();
  const guide = useGuide(provider);
  if (!isPush(provider)) return <p>{t('users.emptyPull')}</p>;
  const step = guide?.steps.find((pieces) => plainText(pieces).toLowerCase().includes('assign'));
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
