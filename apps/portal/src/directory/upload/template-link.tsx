import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { TEMPLATE } from './csv-columns';

/** A file with the right columns and one person. */
export function TemplateLink() {
  const t = useTranslations('directory');
  const [address] = useState(() => URL.createObjectURL(new Blob([TEMPLATE], { type: 'text/csv' })));
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  return (
    <a href={address} download="users-template.csv">
      {t('upload.template')}
    </a>
  );
}
