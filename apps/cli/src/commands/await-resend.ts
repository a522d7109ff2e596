import { setTimeout as sleep } from 'node:timers/promises';
import { type Resend } from '#client';
import { type Option } from '../command.js';
import { EXIT } from '../exit-status.js';
import { type Session } from '../session.js';

const EVERY_MS = 500;

export const WAIT: Readonly<Record<string, Option>> = {
  wait: { about: 'Until it is over; Ctrl-C stops the waiting, not the sending' },
};

/** @returns the resend when it is over, or as it is unless `--wait` was given */
export async function awaitResend(session: Session, begun: Resend): Promise<Resend> {
  if (!session.flag('wait')) return begun;
  const { signal } = session;
  let resend = begun;
  while (!isOver(resend)) {
    session.progress.say(`${resend.state}: ${resend.deliveries} of ${resend.expected}`);
    await sleep(EVERY_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
    resend = await session.client.endpoints.resend(resend.endpoint_id, resend.id, { signal });
  }
  session.progress.end();
  return resend;
}

/** Whoever waited is told by the exit status whether it came to its end. */
export function statusOf({ state }: Resend): number {
  return state === 'canceled' ? EXIT.failed : EXIT.done;
}

const isOver = ({ state }: Resend): boolean => state === 'done' || state === 'canceled';
