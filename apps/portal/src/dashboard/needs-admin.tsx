import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { PageTitle } from '../app/page-title';
import { Notice } from '../parts/notice';
import { useMay } from './dashboard-session';

/** A page that only a key of scope `admin` reads: for any other it says which scope is missing. */
export function NeedsAdmin({ title, children }: { title: string; children: ReactNode }) {
  const t = useTranslations('dashboard');
  if (useMay('admin')) return children;
  return (
    <div className="stack">
      <PageTitle title={title} />
      <Notice tone="warn">
        <p>{t('needsScope', { scope: 'admin' })}</p>
        <p>{t('needsAdminText')}</p>
      </Notice>
    </div>
  );
}
