import { useTranslations } from 'use-intl';
import { violationOf } from '../api/problem';

/** What is wrong with a field. Of one that was left empty the api says how long a text may be, which helps nobody. */
export function useViolations(error: unknown): (field: string, typed: string) => string | undefined {
  const t = useTranslations('parts');
  return (field, typed) => {
    const said = violationOf(error, field);
    return said !== undefined && typed.trim() === '' ? t('fillIn') : said;
  };
}
