import { type Resend } from '../endpoints/endpoint';

/** `done` means that everything is queued; what is still on its way is `waiting`. */
export const isOver = ({ state, waiting }: Resend): boolean =>
  state === 'canceled' || (state === 'done' && waiting === 0);

/** What a list says: nobody calls a replay done while its deliveries are on their way. */
export const stateOf = (resend: Resend): Resend['state'] =>
  resend.state === 'done' && !isOver(resend) ? 'finishing' : resend.state;

/** How much of what was to be sent is settled. */
export function progressOf(resend: Resend): number {
  const { delivered, failed, expected, state } = resend;
  if (state === 'done' && isOver(resend)) return 100;
  return expected === 0 ? 0 : Math.min(99, Math.floor(((delivered + failed) / expected) * 100));
}

export const STATE_TONES = {
  starting: 'busy',
  sending: 'busy',
  finishing: 'busy',
  done: 'ok',
  canceled: 'idle',
} as const;
