import { type ReactNode } from 'react';
import { type Tone } from './state-badge';

/** A sentence or two that somebody should not miss. */
export function Notice({ tone, role, children }: { tone: Tone; role?: 'alert' | 'status'; children: ReactNode }) {
  return (
    <div className="notice" data-tone={tone} role={role}>
      {children}
    </div>
  );
}
