import { setTimeout as sleep } from 'node:timers/promises';
import { type Resend } from '#client';
import { type Option } from '../command.js';
import { counted } from '../counted.js';
import { EXIT } from '../exit-status.js';
import { type Session } from '../session.js';
import { UsageError } from '../usage-error.js';

const EVERY_MS = 500;
/** While nothing arrives: whether the endpoint takes deliveries at all is asked at most so often. */
const LOOK_EVERY = 4;
const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const UNIT_NAMES: Readonly<Record<string, string>> = { s: 's', m: 'min', h: 'h' };

export const WAIT: Readonly<Record<string, Option>> = {
  wait: {
    about: 'Wait until every delivery has arrived or was given up; exit with 1 unless all arrived',
  },
  timeout: { value: 'TIME', about: 'With --wait: stop waiting after this long, for example 30s or 10m' },
};

/** @returns the resend when it is over or the time is, or as it is unless `--wait` was given */
export async function awaitResend(session: Session, begun: Resend): Promise<Resend> {
  const timeout = timeoutOf(session);
  if (!session.flag('wait')) return begun;
  const { signal } = session;
  const deadline = performance.now() + (timeout?.ms ?? Infinity);
  let resend = begun;
  for (let round = 1; !isOver(resend) && performance.now() < deadline; round++) {
    if (round % LOOK_EVERY === 0 && !(await takesDeliveries(session, resend))) {
      session.progress.end();
      session.note(`Stopped waiting: the endpoint is disabled. ${stillWaiting(resend)} Enable the endpoint to send.`);
      return resend;
    }
    session.progress.say(countsOf(resend));
    const pause = Math.min(EVERY_MS, Math.max(0, deadline - performance.now()));
    await sleep(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
    resend = await session.client.endpoints.resend(resend.endpoint_id, resend.id, { signal });
  }
  session.progress.end();
  if (timeout !== undefined && !isOver(resend))
    session.note(`Stopped waiting after ${timeout.words}: ${stillWaiting(resend)}`);
  return resend;
}

async function takesDeliveries({ client, signal }: Session, { endpoint_id }: Resend): Promise<boolean> {
  return (await client.endpoints.get(endpoint_id, { signal })).enabled;
}

const stillWaiting = ({ waiting }: Resend): string =>
  `${counted(waiting, 'delivery', 'deliveries')} still ${waiting === 1 ? 'waits' : 'wait'}.`;

/** `waiting` where everything is on its way: for the broker, whose part is done, that is the end. */
export const stateOf = (resend: Resend): string =>
  resend.state === 'done' && !isOver(resend) ? 'waiting' : resend.state;

/** The broker has finished when everything is queued; for people a resend has not while deliveries wait. */
export const finishedAt = (resend: Resend): string | null => (isOver(resend) ? resend.finished_at : null);

export const countsOf = ({ delivered, waiting, failed }: Resend): string =>
  `${delivered} delivered, ${waiting} waiting, ${failed} failed`;

/** The exit status tells whoever waited whether everything arrived. */
export function statusOf(session: Session, resend: Resend): number {
  const isIncomplete = session.flag('wait') && (resend.failed > 0 || !isOver(resend));
  return resend.state === 'canceled' || isIncomplete ? EXIT.failed : EXIT.done;
}

const isOver = ({ state, waiting }: Resend): boolean => state === 'canceled' || (state === 'done' && waiting === 0);

function timeoutOf(session: Session): { ms: number; words: string } | undefined {
  const given = session.text('timeout');
  if (given === undefined) return undefined;
  const [, count, unit] = /^(\d{1,6})([smh])$/.exec(given) ?? [];
  if (count === undefined) throw new UsageError(`--timeout must be a time like 30s, 10m or 2h; got "${given}"`);
  return { ms: Number(count) * UNITS_MS[unit!]!, words: `${Number(count)} ${UNIT_NAMES[unit!]!}` };
}
