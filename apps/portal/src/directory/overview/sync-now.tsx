import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { announce } from '../../app/announcements';
import { ActionError } from '../../parts/action-error';
import { type Pulse } from '../directory';
import { useDirectoryScope } from '../directory-scope';

/** Runs a pull now. One that runs already is the same one. */
export function SyncNow({ pulse }: { pulse: Pulse | undefined }) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const running = pulse?.sync?.state === 'running' || pulse?.sync?.state === 'queued';
  const start = useMutation({
    mutationFn: () => scope.api.post(scope.path(':sync')),
    onSuccess: () => {
      announce(t('overview.syncStarted'));
      return client.invalidateQueries({ queryKey: scope.key() });
    },
  });
  return (
    <div className="stack">
      <div>
        <Button
          loading={start.isPending}
          disabled={running || scope.readOnly !== undefined}
          title={scope.readOnly}
          onClick={() => start.mutate()}
        >
          {t('overview.syncNow')}
        </Button>
      </div>
      <ActionError error={start.error} />
    </div>
  );
}
