import { Button } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { ActionError } from './action-error';
import { Dialog } from './dialog';

interface Props {
  title: string;
  /** The confirming button; the title unless named. */
  action?: string;
  danger?: boolean;
  opened: boolean;
  busy?: boolean;
  disabled?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** Asks before something happens that cannot be taken back. */
export function Confirm(props: Props) {
  const { title, action = title, danger = false, opened, busy = false, disabled = false, error } = props;
  const t = useTranslations('parts');
  return (
    <Dialog title={title} opened={opened} onClose={props.onClose}>
      <div className="stack">
        {props.children}
        <ActionError error={error} />
        <div className="row end">
          <Button variant="default" onClick={props.onClose}>
            {t('cancel')}
          </Button>
          <Button color={danger ? 'red' : undefined} loading={busy} disabled={disabled} onClick={props.onConfirm}>
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
