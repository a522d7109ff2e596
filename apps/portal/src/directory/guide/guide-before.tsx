import { useTranslations } from 'use-intl';
import { type Guide } from '../../../guides/guide';
import { type GuideValues, InlineText } from './inline-text';

/** What a guide wants to be there before its first step. */
export function GuideBefore({ guide, values }: { guide: Guide; values: GuideValues }) {
  const t = useTranslations('directory');
  return (
    <>
      <h3>{t('setUp.before')}</h3>
      <ul className="prose">
        {guide.before.map((pieces, at) => (
          <li key={at}>
            <InlineText pieces={pieces} values={values} />
          </li>
        ))}
      </ul>
    </>
  );
}
