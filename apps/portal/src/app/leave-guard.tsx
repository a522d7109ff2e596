import { Button } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Dialog } from '../parts/dialog';

interface Props {
  unsaved: boolean;
  /** What would be lost; any changes unless named. */
  text?: string;
  /** Pages whose path holds this are not left. */
  within?: string;
}

/** Asks before somebody leaves what is not saved. */
export function LeaveGuard({ unsaved, text, within }: Props) {
  const t = useTranslations('parts');
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ next }) => unsaved && !(within !== undefined && next.pathname.includes(within)),
    enableBeforeUnload: unsaved,
    disabled: !unsaved,
    withResolver: true,
  });
  return (
    <Dialog title={t('leave.title')} opened={status === 'blocked'} onClose={() => reset?.()}>
      <div className="stack">
        <p>{text ?? t('leave.text')}</p>
        <div className="row end">
          <Button variant="default" onClick={() => reset?.()}>
            {t('leave.stay')}
          </Button>
          <Button color="red" onClick={() => proceed?.()}>
            {t('leave.leave')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
