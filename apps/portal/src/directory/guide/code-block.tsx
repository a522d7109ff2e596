import { useTranslations } from 'use-intl';
import { CopyButton } from '../../parts/copy-button';

/** Lines that go into the provider's console as they are. */
export function CodeBlock({ text }: { text: string }) {
  const t = useTranslations('directory');
  return (
    <div className="code-block">
      <pre className="json" tabIndex={0} role="region" aria-label={t('guide.block')}>
        {text}
      </pre>
      <div>
        <CopyButton label={t('guide.copyBlock')} value={text} wide />
      </div>
    </div>
  );
}
