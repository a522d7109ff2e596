import { useTranslations } from 'use-intl';
import { plainText } from '../../../guides/inline';
import { useDirectoryScope } from '../directory-scope';
import { InlineText } from '../guide/inline-text';
import { useGuide } from '../guide/use-guide';
import { isPush } from '../providers';

/** Most providers send groups only when told to: the step that tells them. */
export function PushGroupsStep() {
  const t = useTranslations('directory');
  const { provider } = useDirectoryScope();
  const guide = useGuide(provider);
  const steps = (guide?.steps ?? []).filter((pieces) => plainText(pieces).toLowerCase().includes('group'));
  const step = steps.at(-1);
  if (!isPush(provider)) return <p>{t('groups.emptyPull')}</p>;
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
