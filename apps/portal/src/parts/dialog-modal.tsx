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
    <Modal.Root
      opened
      onClose={onClose}
      size={size}
      returnFocus={false}
      closeOnEscape={!insistent}
      // A slip of the mouse would take along what was typed.
      closeOnClickOutside={false}
      transitionProps={{ duration: 0 }}
      // The page keeps its scrollbar, whose room is always there: nothing behind the dialog moves.
      removeScrollProps={{ removeScrollBar: false }}
      // Not by `className` of the content: Mantine gives that to the wrapper around it, too, which would hide the page.
      classNames={{ content: 'dialog' }}
    >
      <Modal.Overlay />
      <Modal.Content>
        {/* Mantine's own header element would be a second banner of the page. */}
        <div className="dialog-head">
          <Modal.Title className="dialog-title">{title}</Modal.Title>
          {!insistent && <Modal.CloseButton aria-label={t('close')} />}
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
