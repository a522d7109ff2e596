import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { CopyButton } from '../../parts/copy-button';
import { JsonView } from '../../parts/json-view';
import { SNIPPETS } from './snippets';

/** What goes into the receiver once there is one. */
export function VerifySnippet() {
  const t = useTranslations('webhooks');
  const [language, setLanguage] = useState<string>(SNIPPETS[0].language);
  const snippet = SNIPPETS.find((one) => one.language === language) ?? SNIPPETS[0];
  return (
    <section className="card stack" aria-labelledby="verify">
      <div className="head">
        <h2 id="verify">{t('inbox.verify')}</h2>
        <CopyButton label={t('inbox.copySnippet')} value={snippet.code} />
      </div>
      <p className="dimmed">{t('inbox.verifyText')}</p>
      <div className="snippet-tabs" role="group" aria-label={t('inbox.language')}>
        {SNIPPETS.map((one) => (
          <Button
            key={one.language}
            size="xs"
            variant={one.language === language ? 'filled' : 'default'}
            aria-pressed={one.language === language}
            onClick={() => setLanguage(one.language)}
          >
            {one.language}
          </Button>
        ))}
      </div>
      <JsonView label={language} value={snippet.code} />
    </section>
  );
}
