import { sibling } from './delivery-sibling.js';

/**
 * Records a batch of outcomes: $1 is a JSON array of them, in the order of their ids (two workers that record late results of the
 * same deliveries then wait for each other instead of deadlocking).
 *
 * Only the holder of the lease moves a delivery, with one exception: a 2xx always counts, as the receiver has the event. Whatever waited
 * behind a delivery that is now over comes back as the `follower`'s lane. Looking at live rows is enough to know what supersedes a
 * failure, as nothing later of its resource can be over while it was in flight.
 */
export const RECORD = `
  WITH moved AS (
    UPDATE deliveries d SET
      attempts = d.attempts + (i.attempt_id IS NOT NULL)::int,
      step = d.step + (d.lease_token IS NOT DISTINCT FROM i.token AND i.kind IN ('delivered', 'failed'))::int,
      last_status = CASE WHEN i.kind = 'delivered' OR (i.kind = 'failed' AND d.lease_token = i.token) THEN i.status ELSE d.last_status END,
      (state, next_attempt_at, delivered_at, lease_token, lease_until) = (
        SELECT n.state,
          CASE WHEN n.state = d.state THEN d.next_attempt_at
            WHEN n.state IN ('pending', 'retrying') THEN now() + COALESCE(i.delay_ms, 0) * interval '1 ms' END,
          CASE WHEN n.state = 'delivered' THEN COALESCE(d.delivered_at, now()) END,
          CASE WHEN n.state = 'sending' THEN d.lease_token END,
          CASE WHEN n.state = 'sending' THEN d.lease_until END
        FROM (SELECT CASE
          WHEN i.kind = 'delivered' THEN 'delivered'
          WHEN d.lease_token IS DISTINCT FROM i.token THEN d.state
          WHEN i.kind = 'canceled' THEN 'canceled'
          WHEN i.kind = 'failed' AND NOT d.replay AND d.lane = 0
            AND (${sibling('e.lane = 1 AND e.ordinal > d.ordinal')}
              OR d.plain_update AND ${sibling('e.lane = 0 AND e.ordinal > d.ordinal AND e.plain_update')}) THEN 'superseded'
          WHEN i.kind = 'failed' AND i.delay_ms IS NULL THEN 'exhausted'
          WHEN i.kind = 'failed' OR d.step > 0 THEN 'retrying'
          ELSE 'pending' END AS state OFFSET 0) n)
    FROM json_to_recordset($1::json) AS i (id text, token text, kind text, delay_ms bigint, attempt_id text, at timestamptz, duration_ms integer,
      status integer, error text, headers jsonb, body text, gone boolean)
    WHERE d.id = i.id
    RETURNING d.*, i.attempt_id, i.kind, i.at, i.duration_ms, i.status, i.error, i.headers, i.body, i.gone
  ), logged AS (
    INSERT INTO attempts (id, delivery_id, number, at, duration_ms, outcome, status, error, response_headers, response_body)
    SELECT attempt_id, id, attempts, at, duration_ms, kind, status, error, headers, body FROM moved WHERE attempt_id IS NOT NULL
  ), disabled AS (
    UPDATE webhook_endpoints SET enabled = false, disabled_reason = 'it answered 410 Gone', updated_at = now()
    WHERE enabled AND id IN (SELECT endpoint_id FROM moved WHERE gone)
  )
  SELECT d.id, d.attempts, d.state, d.next_attempt_at, d.resource_id,
    CASE WHEN d.replay OR d.state IN ('pending', 'retrying', 'sending') THEN NULL
      WHEN ${sibling('e.lane = 1')} THEN 1
      WHEN ${sibling('e.lane = 0')} THEN 0 END AS follower
  FROM moved d`;

/**
 * Frees what a worker held when it died: $1 fresh attempt ids, as many as are freed at most. The attempt consumes no step, as nobody
 * knows whether it was made.
 */
export const FREE_EXPIRED = `
  WITH expired AS (
    SELECT x.id, row_number() OVER () AS n FROM (
      SELECT id FROM deliveries WHERE state = 'sending' AND lease_until < now()
      ORDER BY lease_until LIMIT cardinality($1::text[]) FOR UPDATE SKIP LOCKED) x
  ), freed AS (
    UPDATE deliveries d SET state = CASE WHEN d.step > 0 THEN 'retrying' ELSE 'pending' END, attempts = d.attempts + 1,
      next_attempt_at = now(), lease_token = NULL, lease_until = NULL
    FROM expired WHERE d.id = expired.id
    RETURNING d.id, d.endpoint_id, d.lane, d.attempts, expired.n
  ), logged AS (
    INSERT INTO attempts (id, delivery_id, number, at, duration_ms, outcome, error)
    SELECT ($1::text[])[freed.n], freed.id, freed.attempts, now(), 0, 'interrupted', 'the worker ended during this attempt; it will be made again'
    FROM freed
  )
  SELECT endpoint_id, lane, count(*) AS freed FROM freed GROUP BY endpoint_id, lane`;

/**
 * Lanes of enabled endpoints with rows that were due $1 ms ago, deprovisioning first. Hops from lane to lane over the index of live rows, so that neither
 * finished rows nor the length of a backlog count.
 */
export const OVERDUE = `
  WITH RECURSIVE lanes AS (
    (SELECT d.endpoint_id, d.lane FROM deliveries d WHERE d.state IN ('pending', 'retrying') ORDER BY d.endpoint_id, d.lane LIMIT 1)
    UNION ALL
    SELECT following.endpoint_id, following.lane FROM lanes CROSS JOIN LATERAL (
      SELECT d.endpoint_id, d.lane FROM deliveries d
      WHERE d.state IN ('pending', 'retrying') AND (d.endpoint_id, d.lane) > (lanes.endpoint_id, lanes.lane)
      ORDER BY d.endpoint_id, d.lane LIMIT 1) following
  )
  SELECT lanes.endpoint_id, lanes.lane FROM lanes JOIN webhook_endpoints w ON w.id = lanes.endpoint_id AND w.enabled
  WHERE EXISTS (SELECT FROM deliveries d WHERE d.endpoint_id = lanes.endpoint_id AND d.lane = lanes.lane
    AND d.state IN ('pending', 'retrying') AND d.next_attempt_at <= now() - $1 * interval '1 ms')
  ORDER BY lanes.lane DESC, lanes.endpoint_id`;
