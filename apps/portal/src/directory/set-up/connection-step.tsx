import { useGo } from '../../app/use-address';
import { ConnectionForm } from '../connection/connection-form';
import { useDirectoryScope } from '../directory-scope';

/** Saving starts the first sync, whose progress is the next step. */
export function ConnectionStep() {
  const scope = useDirectoryScope();
  const go = useGo();
  return <ConnectionForm onSaved={() => go(scope.page('/setup/first-sync'))} />;
}
