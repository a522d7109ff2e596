import { type Resend } from '../endpoints/endpoint';

export const isOver = ({ state }: Resend): boolean => state === 'done' || state === 'canceled';

/** How much of what was to be sent is settled. */
export function progressOf({ state, delivered, failed, expected }: Resend): number {
  if (state === 'done') return 100;
  return expected === 0 ? 0 : Math.min(100, Math.round(((delivered + failed) / expected) * 100));
}

export const STATE_TONES = {
  starting: 'busy',
  sending: 'busy',
  finishing: 'busy',
  done: 'ok',
  canceled: 'idle',
} as const;
