import { lazy, type ReactNode, Suspense } from 'react';

const LazyModal = lazy(() => import('./dialog-modal'));

export interface DialogProps {
  title: string;
  opened: boolean;
  onClose: () => void;
  size?: 'sm' | 'md' | 'lg' | 'xl';
  /** Escape does not close it, nor does it have a button that closes it. */
  insistent?: boolean;
  children: ReactNode;
}

/** A dialog. Its code is loaded with the first one that opens, and nothing of a closed one stays in the page. */
export function Dialog(props: DialogProps) {
  if (!props.opened) return null;
  return (
    <Suspense fallback={null}>
      <LazyModal {...props} />
    </Suspense>
  );
}
