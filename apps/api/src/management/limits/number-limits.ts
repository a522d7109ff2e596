import { HOLD_CREATIONS, type StatementRunner } from '#persistence';
import { Problem } from '../../http/problem.js';

/** How many of a thing one place may have (docs/security.md). What is beyond a limit already stays. */
export interface NumberLimit {
  most: number;
  /** In the plural, with the place: `live secrets of a directory`. */
  what: string;
  /** What to do about it. */
  remedy: string;
}

export const SECRETS: NumberLimit = {
  most: 20,
  what: 'live secrets of a directory',
  remedy: 'revoke one that is no longer in use',
};
export const OAUTH_CLIENTS: NumberLimit = {
  most: 20,
  what: 'OAuth clients of a directory',
  remedy: 'delete one that is no longer in use',
};
export const ENDPOINTS: NumberLimit = {
  most: 100,
  what: 'webhook endpoints of an organization, or of none',
  remedy: 'delete one that is no longer in use, or let one endpoint pass events on',
};
export const SIGNING_SECRETS: NumberLimit = {
  most: 10,
  what: 'live secrets of a webhook endpoint',
  remedy: 'wait until an overlap has ended, or rotate with overlap 0',
};
export const STREAMS: NumberLimit = {
  most: 20,
  what: 'streams of an API key',
  remedy: 'delete one that is no longer in use',
};
export const DIRECTORIES: NumberLimit = {
  most: 200,
  what: 'directories of an organization',
  remedy: 'delete one that is no longer in use, or make another organization',
};

/**
 * Before one more is stored, in the transaction that stores it.
 * @param place of which the things are counted; creations in one place go one after the other
 * @throws Problem 409 naming the limit
 */
export async function assertRoomFor(
  db: StatementRunner,
  { most, what, remedy }: NumberLimit,
  place: string,
  count: () => Promise<number>,
): Promise<void> {
  await db.query(HOLD_CREATIONS, [`${what} ${place}`]);
  if ((await count()) < most) return;
  throw Problem.precondition(`there are at most ${most} ${what}: ${remedy}`);
}
