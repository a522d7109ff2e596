import { type DeliveryOutcome } from '#delivery';
import { FENCE } from '../connection/fence.js';
import { type Column, columnArrays, unnest } from '../connection/column-array.js';
import { logFinished } from '../delivery-rows/finished-delivery.js';
import { sibling } from '../delivery-rows/delivery-sibling.js';
import { ANSWERED_GONE, FAILING } from '../endpoints/endpoint-health.js';
import { keptAnswer, ofWholeEvents } from '../delivery-rows/forget-answers.js';

/** An outcome as both statements take it; the first columns are there always. */
export interface OutcomeRow {
  id: string;
  token: string;
  kind: DeliveryOutcome['kind'];
  delay_ms?: number | undefined;
  /** Of a 410: when the endpoint that answered had been corrected or enabled last, in milliseconds since 1970. */
  gone_of?: number | undefined;
  attempt_id?: string | undefined;
  at?: string;
  duration_ms?: number;
  status?: number | undefined;
  error?: string | undefined;
  headers?: object | undefined;
  body?: string | undefined;
}

const COLUMNS: readonly Column<OutcomeRow>[] = [
  ['id', 'text', (row) => row.id],
  ['token', 'text', (row) => row.token],
  ['kind', 'text', (row) => row.kind],
  ['delay_ms', 'bigint', (row) => row.delay_ms],
  ['gone_of', 'bigint', (row) => row.gone_of],
  ['attempt_id', 'text', (row) => row.attempt_id],
  ['at', 'timestamptz', (row) => row.at],
  ['duration_ms', 'integer', (row) => row.duration_ms],
  ['status', 'integer', (row) => row.status],
  ['error', 'text', (row) => row.error],
  ['headers', 'jsonb', (row) => (row.headers === undefined ? undefined : JSON.stringify(row.headers))],
  ['body', 'text', (row) => row.body],
];

const GIVEN = unnest(COLUMNS, 'i', 1);

/** The parameters of both statements. */
export const outcomeParameters = (rows: readonly OutcomeRow[]): Buffer[] => columnArrays(COLUMNS, rows);

const LIVE = `('pending', 'sending', 'retrying')`;

/** The given deliveries under their locks, with what the attempt adds to them. */
const LOCKED = `locked AS MATERIALIZED (
    SELECT d.id, d.event_id, d.endpoint_id, d.organization_id, d.resource_id, d.event_type, d.lane, d.ordinal, d.plain_update, d.set_event, d.replay,
      d.created_at, d.state AS was, d.next_attempt_at AS was_due, d.lease_token, d.lease_until,
      d.lease_token IS NOT DISTINCT FROM i.token AS ours, d.attempts + (i.attempt_id IS NOT NULL)::int AS attempts,
      d.step + (d.lease_token IS NOT DISTINCT FROM i.token AND i.kind IN ('delivered', 'failed'))::int AS step, d.step AS was_step,
      CASE WHEN i.kind = 'delivered' OR (i.kind = 'failed' AND d.lease_token = i.token) THEN i.status ELSE d.last_status END AS last_status,
      i.kind, i.delay_ms, i.attempt_id, i.at, i.duration_ms, i.status, i.error, i.headers, i.body, i.gone_of
    FROM ${GIVEN} CROSS JOIN LATERAL (SELECT * FROM deliveries WHERE id = i.id ${FENCE} FOR UPDATE) d
  )`;

/** What is over moves to the log. */
const FINISH = `over AS (
    SELECT * FROM timed WHERE state NOT IN ${LIVE}
  ), removed AS (
    DELETE FROM deliveries d WHERE d.id = ANY (ARRAY(SELECT id FROM over))
  ), finished AS (${logFinished('over', 'state', `CASE WHEN state = 'delivered' THEN now() END`)}
  ), logged AS (
    INSERT INTO attempts (id, delivery_id, number, at, duration_ms, outcome, status, error, response_headers, response_body)
    SELECT attempt_id, id, attempts, at, duration_ms, kind, status, ${keptAnswer('t')} FROM timed t
      ${ofWholeEvents('t')} WHERE attempt_id IS NOT NULL
  )`;

const ANSWERED = `
  SELECT d.id, d.endpoint_id, d.event_type, d.lane, d.attempts, d.step, d.state, d.next_attempt_at, d.resource_id,
    (SELECT ${FAILING} FROM webhook_endpoints w WHERE w.id = d.endpoint_id) AS failing,
    CASE WHEN d.replay OR d.state IN ${LIVE} THEN NULL
      WHEN ${sibling('e.lane = 1')} THEN 1
      WHEN ${sibling('e.lane = 0')} THEN 0 END AS follower`;

const ANSWER = `${ANSWERED}
  FROM timed d`;

/**
 * Records a batch of outcomes, in the order of their ids (two workers that record late results of the
 * same deliveries then wait for each other instead of deadlocking).
 *
 * Only the holder of the lease moves a delivery, with one exception: a 2xx always counts, as the receiver has the event. Whatever waited
 * behind a delivery that is now over comes back as the `follower`'s lane. The statement checks only `deliveries`, not `delivery_log`: a later event of the
 * resource cannot finish before this one, because the claim forbids it. A delivery that is over moves to the log.
 */
export const RECORD = `
  WITH ${LOCKED}, decided AS MATERIALIZED (
    SELECT d.*, CASE
      WHEN d.kind = 'delivered' THEN 'delivered'
      WHEN NOT d.ours THEN d.was
      WHEN d.kind = 'canceled' THEN 'canceled'
      WHEN d.kind = 'failed' AND NOT d.replay AND d.lane = 0
        AND (${sibling('e.lane = 1 AND e.ordinal > d.ordinal')}
          OR d.plain_update AND ${sibling('e.lane = 0 AND e.ordinal > d.ordinal AND e.plain_update')}) THEN 'superseded'
      WHEN d.kind = 'failed' AND d.delay_ms IS NULL THEN 'exhausted'
      WHEN d.kind = 'failed' OR d.was_step > 0 THEN 'retrying'
      ELSE 'pending' END AS state
    FROM locked d
  ), timed AS MATERIALIZED (
    SELECT d.*, CASE WHEN d.state = d.was THEN d.was_due
      WHEN d.state IN ('pending', 'retrying') THEN now() + COALESCE(d.delay_ms, 0) * interval '1 ms' END AS next_attempt_at
    FROM decided d
  ), kept AS (
    UPDATE deliveries d SET state = t.state, attempts = t.attempts, step = t.step, last_status = t.last_status,
      next_attempt_at = t.next_attempt_at,
      lease_token = CASE WHEN t.state = 'sending' THEN t.lease_token END,
      lease_until = CASE WHEN t.state = 'sending' THEN t.lease_until END
    FROM timed t WHERE d.id = t.id AND t.state IN ${LIVE}
  ), ${FINISH}, disabled AS (
    UPDATE webhook_endpoints SET enabled = false, disabled_reason = '${ANSWERED_GONE}', updated_at = now()
    WHERE enabled AND id IN (
      SELECT w.id FROM timed t CROSS JOIN LATERAL (SELECT id, resumed_at FROM webhook_endpoints WHERE id = t.endpoint_id ${FENCE}) w
      -- What was corrected while the attempt was under way is not what answered. No clock decides this: an attempt ends some time before it is recorded.
      WHERE t.gone_of = COALESCE(floor(extract(epoch FROM w.resumed_at) * 1000)::bigint, 0))
    RETURNING id, disabled_reason
  ), noticed AS (
    INSERT INTO notices (type, endpoint_id, delivery_id, reason)
    -- Operational events raise no further ones.
    SELECT 'rollcall.endpoint.disabled', id, NULL, disabled_reason FROM disabled
    WHERE id IN (SELECT endpoint_id FROM timed WHERE gone_of IS NOT NULL AND event_type NOT LIKE 'rollcall.%')
    UNION ALL
    SELECT 'rollcall.delivery.exhausted', endpoint_id, id, NULL FROM over WHERE state = 'exhausted' AND event_type NOT LIKE 'rollcall.%'
  )${ANSWER}`;

/** The same for a batch of nothing but 2xx, which most are: without what failures need, it takes the database half the time. */
export const RECORD_DELIVERED = `
  WITH ${LOCKED}, timed AS MATERIALIZED (
    SELECT d.*, 'delivered'::text AS state, NULL::timestamptz AS next_attempt_at FROM locked d
  ), ${FINISH}${ANSWER}`;

/**
 * Outcomes of deliveries that were over already when their attempt ended: the lease had run out, and something else decided. The
 * attempt is logged all the same, and a 2xx makes the delivery delivered. The parameters are those of RECORD.
 */
export const RECORD_LATE = `
  WITH moved AS (
    UPDATE delivery_log l SET attempts = l.attempts + 1,
      state = CASE WHEN i.kind = 'delivered' THEN 'delivered' ELSE l.state END,
      delivered_at = CASE WHEN i.kind = 'delivered' THEN COALESCE(l.delivered_at, now()) ELSE l.delivered_at END,
      last_status = CASE WHEN i.kind = 'delivered' THEN i.status ELSE l.last_status END
    FROM ${GIVEN} WHERE l.id = i.id AND i.attempt_id IS NOT NULL
    RETURNING l.id, l.event_id, l.endpoint_id, l.event_type, l.lane, l.attempts, l.step, l.state, l.resource_id, i.attempt_id, i.kind, i.at, i.duration_ms, i.status, i.error,
      i.headers, i.body
  ), logged AS (
    INSERT INTO attempts (id, delivery_id, number, at, duration_ms, outcome, status, error, response_headers, response_body)
    SELECT attempt_id, id, attempts, at, duration_ms, kind, status, ${keptAnswer('m')} FROM moved m ${ofWholeEvents('m')}
  )
  SELECT id, endpoint_id, event_type, lane, attempts, step, state, NULL::timestamptz AS next_attempt_at, resource_id, NULL AS failing, NULL::int AS follower
  FROM moved`;

/** What has become of deliveries whose attempt was recorded by a statement whose answer was lost: $1 their ids. */
export const RECORDED = `${ANSWERED}
  FROM unnest($1::text[]) AS i (id) CROSS JOIN LATERAL (SELECT * FROM all_deliveries WHERE id = i.id ${FENCE}) d`;

/**
 * Frees what a worker had claimed when it died: $1 fresh attempt ids, as many as are freed at most. The attempt consumes no step, as nobody
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
 * Lanes of enabled endpoints with rows that were due $1 ms ago, deprovisioning first. Hops over the index from each organization's share
 * of a lane to the next, so that the length of a backlog does not count.
 */
export const OVERDUE = `
  WITH RECURSIVE lanes AS (
    (SELECT d.endpoint_id, d.lane, d.organization_id, d.next_attempt_at FROM deliveries d WHERE d.state IN ('pending', 'retrying')
      ORDER BY d.endpoint_id, d.lane, d.organization_id, d.next_attempt_at LIMIT 1)
    UNION ALL
    SELECT following.* FROM lanes CROSS JOIN LATERAL (
      SELECT d.endpoint_id, d.lane, d.organization_id, d.next_attempt_at FROM deliveries d
      WHERE d.state IN ('pending', 'retrying')
        AND (d.endpoint_id, d.lane, d.organization_id) > (lanes.endpoint_id, lanes.lane, lanes.organization_id)
      ORDER BY d.endpoint_id, d.lane, d.organization_id, d.next_attempt_at LIMIT 1) following
  )
  SELECT DISTINCT lanes.endpoint_id, lanes.lane FROM lanes JOIN webhook_endpoints w ON w.id = lanes.endpoint_id AND w.enabled
  WHERE lanes.next_attempt_at <= now() - $1 * interval '1 ms'
  ORDER BY lanes.lane DESC, lanes.endpoint_id`;
