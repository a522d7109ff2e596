import { useTranslations } from 'use-intl';
import { useDirectoryScope } from '../../directory/directory-scope';
import { Notice } from '../../parts/notice';
import { SimulationForm } from './simulation-form';

/** Fills the sandbox directory that is open. */
export function SimulatorPage() {
  const t = useTranslations('dashboard');
  const { directory } = useDirectoryScope();
  const { id, organization_id, sandbox, directory_provider } = directory;
  if (!sandbox) {
    return (
      <Notice tone="warn">
        <p>{t('simulate.onlySandbox')}</p>
      </Notice>
    );
  }
  return (
    <section className="card stack readable" aria-labelledby="simulator">
      <h2 id="simulator">{t('simulate.title')}</h2>
      <SimulationForm
        organization={organization_id}
        directory={id}
        dialect={directory_provider === 'MICROSOFT_AD' ? 'entra' : 'okta'}
      />
    </section>
  );
}
