import { useTranslations } from 'use-intl';
import { CopyButton } from '../../parts/copy-button';
import { Notice } from '../../parts/notice';

const SCOPES = [
  'https://www.googleapis.com/auth/admin.directory.user.readonly',
  'https://www.googleapis.com/auth/admin.directory.group.readonly',
  'https://www.googleapis.com/auth/admin.directory.group.member.readonly',
];

/** What goes into Google's form for domain-wide delegation. */
export function GoogleScopes({ serviceAccount }: { serviceAccount: string }) {
  const t = useTranslations('directory');
  const clientId = clientIdOf(serviceAccount);
  return (
    <Notice tone="busy">
      <p>{t('connection.delegation')}</p>
      {clientId !== undefined && (
        <p>
          {t('connection.clientId')} <code>{clientId}</code>
        </p>
      )}
      <ul className="prose">
        {SCOPES.map((scope) => (
          <li key={scope}>
            <code>{scope}</code>
          </li>
        ))}
      </ul>
      <div>
        <CopyButton label={t('connection.copyScopes')} value={SCOPES.join(',')} wide />
      </div>
    </Notice>
  );
}

function clientIdOf(text: string): string | undefined {
  try {
    const key = JSON.parse(text) as { client_id?: unknown };
    return typeof key.client_id === 'string' ? key.client_id : undefined;
  } catch {
    // Not pasted yet, or not whole: the api says what is wrong with it.
    return undefined;
  }
}
