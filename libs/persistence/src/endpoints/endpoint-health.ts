import { type Pool } from 'pg';
import { type DeliveryOutcome, type RecordedOutcome } from '#delivery';
import { type EventType, type Lane } from '#directory';

/** What an attempt says about its endpoint. */
export interface EndpointOutcome {
  id: string;
  endpoint_id: string;
  event_type: EventType;
  lane: Lane;
  kind: DeliveryOutcome['kind'];
  /** This attempt included. */
  step: number;
  state: RecordedOutcome['state'];
  /** Whether it had nothing but failures before; `long` where that alone has consequences. */
  failing: 'lately' | 'long' | null;
}

/** An endpoint that only fails is `failing` from the fourth step of a delivery, half the ladder. */
const FAILING_FROM_STEP = 4;
/** An endpoint that only fails is `failing` from the second step of a deprovisioning, which leaves access open. */
const URGENT_FROM_STEP = 2;

/** Why an endpoint was disabled, for people. */
export const ANSWERED_GONE = 'it answered 410 Gone';
export const ONLY_FAILURES = 'nothing but failures for 5 days';

/**
 * Or for this long, about as long as the ladder takes to get there: of a backlog of thousands that is tried one at a time, as probes,
 * no delivery gets to its fourth step for days.
 */
const FAILING_AFTER = `interval '30 minutes'`;
/** An endpoint is disabled after five days of failures only (docs/webhooks.md). */
const DISABLED_AFTER = `interval '5 days'`;

/** SQL: `EndpointOutcome.failing` of the endpoint `w`. */
export const FAILING = `CASE
      WHEN w.failing_since IS NULL THEN NULL
      WHEN w.failing_notified_at IS NULL AND w.failing_since < now() - ${FAILING_AFTER} THEN 'long'
      WHEN w.enabled AND w.failing_since < now() - ${DISABLED_AFTER} THEN 'long'
      ELSE 'lately' END`;

/** Plain updates that queued up for longer than this are not worth sending one by one. */
const OUTAGE = `interval '1 minute'`;

/**
 * docs/webhooks.md: an endpoint that has only failed for 5 days is disabled, after `rollcall.endpoint.failing`. $1 is a JSON array of
 * endpoints with the worst of this batch: `step`, `urgent` (the step of a deprovisioning) and whether one was `exhausted`.
 */
const FAILED = `
  WITH was AS MATERIALIZED (
    SELECT w.id, g.step, w.failing_since IS NULL AS fresh,
      w.failing_notified_at IS NULL
        AND (g.urgent >= ${URGENT_FROM_STEP} OR w.failing_since < now() - ${FAILING_AFTER}
          OR (w.failing_since IS NOT NULL AND (g.step >= ${FAILING_FROM_STEP} OR g.exhausted))) AS notify,
      w.enabled AND w.failing_notified_at IS NOT NULL AND w.failing_since < now() - ${DISABLED_AFTER} AS disable,
      g.urgent, w.failing_since
    FROM json_to_recordset($1::json) AS g (id text, step int, urgent int, exhausted boolean) JOIN webhook_endpoints w ON w.id = g.id
    FOR UPDATE OF w
  ), updated AS (
    UPDATE webhook_endpoints w SET failing_since = COALESCE(w.failing_since, now()),
      failing_notified_at = CASE WHEN was.notify THEN now() ELSE w.failing_notified_at END,
      enabled = w.enabled AND NOT was.disable,
      disabled_reason = CASE WHEN was.disable THEN '${ONLY_FAILURES}' ELSE w.disabled_reason END,
      updated_at = CASE WHEN was.disable THEN now() ELSE w.updated_at END
    FROM was WHERE w.id = was.id AND (was.fresh OR was.notify OR was.disable)
  )
  INSERT INTO notices (type, endpoint_id, reason)
  SELECT 'rollcall.endpoint.failing', id, CASE WHEN urgent >= ${URGENT_FROM_STEP}
    THEN 'a deprovisioning is not acknowledged after ' || urgent || ' attempts'
    WHEN step >= ${FAILING_FROM_STEP} THEN 'nothing but failures, up to ' || step || ' attempts of one event'
    ELSE 'nothing but failures since ' || iso(failing_since) END
  FROM was WHERE notify
  UNION ALL SELECT 'rollcall.endpoint.disabled', id, '${ONLY_FAILURES}' FROM was WHERE disable`;

/** $1 the endpoints that delivered something again. */
const RECOVERED = `
  WITH was AS MATERIALIZED (
    SELECT w.id, w.failing_notified_at IS NOT NULL AS notified, w.failing_since < now() - ${OUTAGE} AS outage
    FROM unnest($1::text[]) AS r (id) JOIN webhook_endpoints w ON w.id = r.id WHERE w.failing_since IS NOT NULL
    FOR UPDATE OF w
  ), updated AS (
    UPDATE webhook_endpoints w SET failing_since = NULL, failing_notified_at = NULL,
      resume = CASE WHEN was.outage THEN COALESCE(w.resume, 'coalesce') ELSE w.resume END
    FROM was WHERE w.id = was.id
  )
  INSERT INTO notices (type, endpoint_id) SELECT 'rollcall.endpoint.recovered', id FROM was WHERE notified`;

/** Keeps what is known of the endpoints' health; a statement only where it changes. */
export async function recordHealth(pool: Pick<Pool, 'query'>, outcomes: EndpointOutcome[]): Promise<void> {
  // What becomes of operational events themselves raises no further ones.
  const counted = outcomes.filter(({ event_type }) => !event_type.startsWith('rollcall.'));
  const recovered = new Set<string>();
  const delivering = new Set<string>();
  const failed = new Map<string, { id: string; step: number; urgent: number; exhausted: boolean }>();
  for (const { endpoint_id: id, kind, failing } of counted) {
    if (kind !== 'delivered') continue;
    delivering.add(id);
    if (failing !== null) recovered.add(id);
  }
  for (const { endpoint_id: id, kind, lane, step, state, failing } of counted) {
    if (kind !== 'failed') continue;
    const exhausted = state === 'exhausted';
    const urgent = lane === 1 ? step : 0;
    const telling = failing !== 'lately' || step >= FAILING_FROM_STEP || exhausted || urgent >= URGENT_FROM_STEP;
    if (!telling || (delivering.has(id) && urgent < URGENT_FROM_STEP)) continue;
    const worst = failed.get(id) ?? { id, step: 0, urgent: 0, exhausted: false };
    failed.set(id, {
      id,
      step: Math.max(worst.step, step),
      urgent: Math.max(worst.urgent, urgent),
      exhausted: worst.exhausted || exhausted,
    });
  }
  const byId = (a: string, b: string) => (a < b ? -1 : 1);
  if (failed.size > 0) {
    const given = [...failed.values()].sort((a, b) => byId(a.id, b.id));
    await pool.query({ name: 'endpoint-failed', text: FAILED, values: [JSON.stringify(given)] });
  }
  if (recovered.size > 0) {
    await pool.query({ name: 'endpoint-recovered', text: RECOVERED, values: [[...recovered].sort(byId)] });
  }
}
