import { Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type DialogProps } from './dialog';

export default function DialogModal({ title, onClose, size = 'md', insistent = false, children }: DialogProps) {
  const t = useTranslations('parts');
  // Focus goes back to what opened the dialog; the component is gone by then, so Mantine cannot do it.
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement) setTimeout(() => opener.isConnected && opener.focus(), 0);
    },
    [opener],
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      returnFocus={false}
      closeOnEscape={!insistent}
      closeOnClickOutside={!insistent}
      withCloseButton={!insistent}
      closeButtonProps={{ 'aria-label': t('close') }}
      transitionProps={{ duration: 0 }}
      classNames={{ content: 'dialog', header: 'dialog', title: 'dialog-title' }}
    >
      {children}
    </Modal>
  );
}
