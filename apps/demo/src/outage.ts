import { setTimeout as sleep } from 'node:timers/promises';
import { type IdentityProvider } from '#simulation';
import { type Cast } from './cast.js';
import { type Receiver } from './receiver.js';
import { type Stage } from './story.js';

/** Shorter than the first step of the ladder of retries: what was refused waits when the receiver is back. */
const OUTAGE_MS = 4_000;
const REFUSALS_MS = 10_000;

/**
 * The receiver fails for a while and nothing is lost. Somebody who leaves when it is back overtakes all who wait.
 * @param signal ends it early, with a rejection
 */
export async function playOutage(
  provider: IdentityProvider,
  { movers, leaver }: NonNullable<Cast['outage']>,
  receiver: Receiver,
  stage: Stage,
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + OUTAGE_MS;
  stage.say(`Outage: the receiver answers 500 for some seconds, while ${movers.length} people get another title`);
  receiver.isDown = true;
  try {
    for (const { person, to } of movers) {
      await provider.update(person, to);
      Object.assign(person, to);
    }
    await receiver.until(() => receiver.turnedAway.size >= movers.length, REFUSALS_MS);
    await sleep(Math.max(0, until - performance.now()), undefined, { signal });
  } finally {
    receiver.isDown = false;
  }
  stage.say(`The receiver is back, and somebody leaves: that overtakes the ${movers.length} events that wait`);
  await provider.deactivate(leaver);
}
