import { useTranslations } from 'use-intl';
import { AppLink } from '../../app/app-link';

export function InviteLink({ className }: { className?: string }) {
  const t = useTranslations('portal');
  return (
    <AppLink className={className} to="/invite">
      {t('invite.link')}
    </AppLink>
  );
}
