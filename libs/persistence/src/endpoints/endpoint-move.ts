import { logFinished } from '../delivery-rows/finished-delivery.js';
import { LIVE } from '../delivery-rows/live-delivery.js';

/**
 * What waits for the endpoint $1, under its locks: no worker claims one of them until the transaction ends. To be asked before the
 * endpoint is locked, as a worker that records an outcome takes the locks in that order.
 */
export const HOLD_WAITING = `
  SELECT FROM deliveries WHERE endpoint_id = $1 AND ${LIVE} ORDER BY id FOR UPDATE`;

const MOVED = 'canceled: the endpoint was moved to another organization or directory';
const OUTDATED = 'canceled: the stream has another status by now';

/** Cancels the deliveries of $1 that `where` (over `deliveries` d) names. The log of attempts says why; no step of the ladder is used. */
const cancel = (where: string, why = MOVED): string => `
  WITH waiting AS MATERIALIZED (
    SELECT d.id FROM deliveries d WHERE d.endpoint_id = $1 AND d.${LIVE} AND ${where} ORDER BY d.id FOR UPDATE SKIP LOCKED
  ), removed AS (
    DELETE FROM deliveries d WHERE d.id = ANY (ARRAY(SELECT id FROM waiting))
    RETURNING d.id, d.event_id, d.endpoint_id, d.organization_id, d.resource_id, d.event_type, d.lane, d.plain_update, d.set_event, d.replay, d.step,
      d.attempts + 1 AS attempts, d.last_status, d.created_at
  ), explained AS (
    INSERT INTO attempts (id, delivery_id, number, at, duration_ms, outcome, error)
    SELECT id_at('att', now()) || upper(substr(md5(id), 1, 16)), id, attempts, now(), 0, 'interrupted', '${why}' FROM removed
  )
  ${logFinished('removed', "'canceled'")}`;

/** The endpoint $1 is another organization's or directory's from now on: nothing that waits for it is meant for the new one. */
export const CANCEL_WAITING = cancel('true');

/** Of the stream $1: a status that a process which died could not tell must not arrive after the next one. */
export const CANCEL_STATUS = cancel(`d.set_event = 'stream-updated'`, OUTDATED);

/** What changes that were under way have still written for the scope before. Now $2 is the organization of the endpoint $1, $3 its directory. */
export const CANCEL_STRAYED = cancel(`EXISTS (
      SELECT FROM events v WHERE v.id = d.event_id
        AND ($2::text IS NOT NULL AND v.organization_id <> $2::text OR $3::text IS NOT NULL AND v.directory_id <> $3::text))`);
