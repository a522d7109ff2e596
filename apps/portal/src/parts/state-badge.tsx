import { type ReactNode } from 'react';

export type Tone = 'ok' | 'busy' | 'warn' | 'bad' | 'idle';

/** A state in one word or sentence. The tone is never the only sign: the text says it. */
export function StateBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className="badge" data-tone={tone}>
      {children}
    </span>
  );
}
