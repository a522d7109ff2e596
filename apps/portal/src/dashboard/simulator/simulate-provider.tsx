import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Dialog } from '../../parts/dialog';
import { SimulationForm } from './simulation-form';

export function SimulateProvider({ organization, onClose }: { organization: string; onClose: () => void }) {
  const t = useTranslations('dashboard');
  return (
    <Dialog title={t('simulate.title')} opened onClose={onClose}>
      <SimulationForm
        organization={organization}
        cancel={
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
        }
      />
    </Dialog>
  );
}
