import { useTranslations } from 'use-intl';

const LARGEST = 256 * 1024;

/** A document as text. Characters that cannot be seen are written out: what a provider sent is shown as it is. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const t = useTranslations('parts');
  if (value === null || value === undefined) return <p className="dimmed">{t('noBody')}</p>;
  const whole = visible(typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  const text = whole.slice(0, LARGEST);
  return (
    <>
      <pre className="json" tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      {whole.length > LARGEST && <p className="dimmed">{t('cut')}</p>}
    </>
  );
}

/** Control, zero-width and direction characters as `\u202e`; line breaks of the layout stay. */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
