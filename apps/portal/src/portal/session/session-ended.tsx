import { useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '../../parts/dialog';

let ended = false;
const listeners = new Set<() => void>();

/** Called by whichever call is told so first. */
export function endSession(): void {
  ended = true;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useSessionEnded = (): boolean => useSyncExternalStore(subscribe, () => ended);

/** The session was revoked or is over: nothing on this page works any more. */
export function SessionEndedDialog({
  returnUrl,
  application,
}: {
  returnUrl?: string | null;
  application?: string | null;
}) {
  const t = useTranslations('portal');
  const over = useSessionEnded();
  return (
    <Dialog title={t('ended.title')} opened={over} onClose={() => undefined} insistent>
      <div className="stack">
        <p>{t('ended.text')}</p>
        {returnUrl != null && (
          <p>
            <a href={returnUrl} rel="noopener noreferrer">
              {t('backTo', { application: application ?? returnUrl })}
            </a>
          </p>
        )}
      </div>
    </Dialog>
  );
}
