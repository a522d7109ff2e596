import { useTranslations } from 'use-intl';
import { announce } from '../../app/announcements';
import { useGo } from '../../app/use-address';
import { type DirectoryScope } from '../directory-scope';
import { directoryEvent } from '../directory-events';

/** The end of a set-up: the parent page hears of it, and the directory's own page is next. */
export function useFinish(scope: DirectoryScope): () => void {
  const t = useTranslations('directory');
  const go = useGo();
  return () => {
    directoryEvent('ROLLCALL_SETUP_FINISHED', scope.directory);
    directoryEvent('ORGANIZATION_DIRECTORY_ENABLED', scope.directory);
    announce(t('setUp.finished', { provider: scope.provider.label }));
    go(scope.page());
  };
}
