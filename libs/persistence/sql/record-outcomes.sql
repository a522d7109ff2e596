-- Records a batch of outcomes of all kinds: `decided` says what becomes of each delivery, `timed` when it is due again. Parameters as in
-- record-delivered.
-- Measured: 580 pages for 50 failures up to the answer; the log of attempts is beside that.

WITH locked AS MATERIALIZED (
  SELECT d.id, d.event_id, d.endpoint_id, d.organization_id, d.resource_id, d.event_type, d.lane, d.ordinal,
    d.plain_update, d.set_event, d.replay, d.created_at, d.state AS was, d.next_attempt_at AS was_due, d.lease_token,
    d.lease_until, d.lease_token IS NOT DISTINCT FROM i.token AS ours,
    d.attempts + (i.attempt_id IS NOT NULL)::int AS attempts,
    d.step + (d.lease_token IS NOT DISTINCT FROM i.token AND i.kind IN ('delivered', 'failed'))::int AS step,
    d.step AS was_step, CASE WHEN i.kind = 'delivered'
    OR (i.kind = 'failed' AND d.lease_token = i.token) THEN i.status ELSE d.last_status END AS last_status, i.kind,
    i.delay_ms, i.attempt_id, i.at, i.duration_ms, i.status, i.error, i.headers, i.body, i.gone_of
  FROM (
    SELECT unnest($1::text[]) AS id, unnest($2::text[]) AS token, unnest($3::text[]) AS kind,
      unnest($4::bigint[]) AS delay_ms, unnest($5::bigint[]) AS gone_of, unnest($6::text[]) AS attempt_id,
      unnest($7::timestamptz[]) AS at, unnest($8::integer[]) AS duration_ms, unnest($9::integer[]) AS status,
      unnest($10::text[]) AS error, unnest($11::jsonb[]) AS headers, unnest($12::text[]) AS body
  ) AS i
  CROSS JOIN LATERAL (SELECT * FROM deliveries WHERE id = i.id OFFSET 0 FOR UPDATE) d
),
decided AS MATERIALIZED (
  SELECT d.*, CASE WHEN d.kind = 'delivered' THEN 'delivered' WHEN NOT d.ours THEN d.was WHEN d.kind = 'canceled' THEN 'canceled'
    WHEN d.kind = 'failed' AND NOT d.replay AND d.lane = 0
    AND (
      EXISTS (
        SELECT
        FROM deliveries e
        WHERE e.endpoint_id = d.endpoint_id AND e.resource_id = d.resource_id AND e.id <> d.id AND NOT e.replay
          AND e.lane = 1 AND e.ordinal > d.ordinal
      ) OR d.plain_update
        AND EXISTS (
          SELECT
          FROM deliveries e
          WHERE e.endpoint_id = d.endpoint_id AND e.resource_id = d.resource_id AND e.id <> d.id AND NOT e.replay
            AND e.lane = 0 AND e.ordinal > d.ordinal AND e.plain_update
        )
    ) THEN 'superseded' WHEN d.kind = 'failed' AND d.delay_ms IS NULL THEN 'exhausted' WHEN d.kind = 'failed'
    OR d.was_step > 0 THEN 'retrying' ELSE 'pending' END AS state
  FROM locked d
),
timed AS MATERIALIZED (
  SELECT d.*, CASE WHEN d.state = d.was THEN d.was_due WHEN d.state IN ('pending', 'retrying') THEN now() + COALESCE(
    d.delay_ms, 0
  ) * interval '1 ms' END AS next_attempt_at
  FROM decided d
),
kept AS (
  UPDATE deliveries d
  SET state = t.state, attempts = t.attempts, step = t.step, last_status = t.last_status,
    next_attempt_at = t.next_attempt_at, lease_token = CASE WHEN t.state = 'sending' THEN t.lease_token END,
    lease_until = CASE WHEN t.state = 'sending' THEN t.lease_until END
  FROM timed t
  WHERE d.id = t.id AND t.state IN ('pending', 'sending', 'retrying')
),
over AS (SELECT * FROM timed WHERE state NOT IN ('pending', 'sending', 'retrying')),
removed AS (DELETE FROM deliveries d WHERE d.id = ANY (ARRAY(SELECT id FROM over))),
finished AS (
  INSERT INTO delivery_log (
    id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, set_event, replay, step,
      attempts, last_status, created_at, state, delivered_at
  )
  SELECT id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, set_event, replay,
    step, attempts, last_status, created_at, state, CASE WHEN state = 'delivered' THEN now() END
  FROM over
),
logged AS (
  INSERT INTO attempts (
    id, delivery_id, number, at, duration_ms, outcome, status, error, response_headers, response_body
  )
  SELECT attempt_id, id, attempts, at, duration_ms, kind, status, CASE WHEN t.status = 400 AND t.error IS NOT NULL
    AND NOT e.whole THEN 'the receiver refused; its words were erased' ELSE t.error END, CASE WHEN e.whole THEN t.headers END,
    CASE WHEN e.whole THEN t.body END
  FROM timed t
  CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM events WHERE id = t.event_id AND NOT erased) AS whole OFFSET 0) e
  WHERE attempt_id IS NOT NULL
),
disabled AS (
  UPDATE webhook_endpoints
  SET enabled = false, disabled_reason = 'it answered 410 Gone', updated_at = now()
  WHERE enabled
    AND id IN (
      SELECT w.id
      FROM timed t
      CROSS JOIN LATERAL (SELECT id, resumed_at FROM webhook_endpoints WHERE id = t.endpoint_id OFFSET 0) w
        -- What was corrected while the attempt was under way is not what answered. No clock decides this: an attempt ends some time before it is recorded.
      WHERE t.gone_of = COALESCE(floor(extract(epoch FROM w.resumed_at) * 1000)::bigint, 0)
    )
  RETURNING id, disabled_reason
),
noticed AS (
  INSERT INTO notices (type, endpoint_id, delivery_id, reason)
    -- Operational events raise no further ones.
  SELECT 'rollcall.endpoint.disabled', id, NULL, disabled_reason
  FROM disabled
  WHERE id IN (SELECT endpoint_id FROM timed WHERE gone_of IS NOT NULL AND event_type NOT LIKE 'rollcall.%')
  UNION ALL
  SELECT 'rollcall.delivery.exhausted', endpoint_id, id, NULL
  FROM over
  WHERE state = 'exhausted' AND event_type NOT LIKE 'rollcall.%'
)
SELECT d.id, d.endpoint_id, d.event_type, d.lane, d.attempts, d.step, d.state, d.next_attempt_at, d.resource_id,
  (
    SELECT CASE WHEN w.failing_since IS NULL THEN NULL WHEN w.failing_notified_at IS NULL
      AND w.failing_since < now() - interval '30 minutes' THEN 'long' WHEN w.enabled
      AND w.failing_since < now() - interval '5 days' THEN 'long' ELSE 'lately' END
    FROM webhook_endpoints w
    WHERE w.id = d.endpoint_id
  ) AS failing, CASE WHEN d.replay OR d.state IN ('pending', 'sending', 'retrying') THEN NULL WHEN EXISTS (
    SELECT
    FROM deliveries e
    WHERE e.endpoint_id = d.endpoint_id AND e.resource_id = d.resource_id AND e.id <> d.id AND NOT e.replay
      AND e.lane = 1
  ) THEN 1 WHEN EXISTS (
    SELECT
    FROM deliveries e
    WHERE e.endpoint_id = d.endpoint_id AND e.resource_id = d.resource_id AND e.id <> d.id AND NOT e.replay
      AND e.lane = 0
  ) THEN 0 END AS follower
FROM timed d
