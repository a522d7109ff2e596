import { type ReactNode } from 'react';

interface Props {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** What stands where a list would be: what is missing, and how it gets here. */
export function Empty({ title, children, action }: Props) {
  return (
    <div className="empty">
      <p>
        <strong>{title}</strong>
      </p>
      {children}
      {action}
    </div>
  );
}
