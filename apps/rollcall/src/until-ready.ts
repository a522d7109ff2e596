import { setTimeout as sleep } from 'node:timers/promises';
import { ownFetch } from './own-fetch.js';

const POLL_MS = 100;
const POLLS = 300;

/** Resolves when `GET /health/ready` answers 200. @throws Error when it has not within half a minute, or on abort. */
export async function untilReady(url: string, signal: AbortSignal): Promise<void> {
  for (let poll = 0; poll < POLLS; poll++) {
    const status = await ownFetch(`${url}/health/ready`).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    await sleep(POLL_MS, undefined, { signal });
  }
  throw new Error('/health/ready does not answer 200');
}
