import { FENCE } from '../connection/fence.js';

export type DeliveryState =
  'pending' | 'sending' | 'delivered' | 'retrying' | 'held' | 'exhausted' | 'superseded' | 'canceled';

export interface DeliveryCriteria {
  state?: DeliveryState;
  eventType?: string;
  endpointId?: string;
  organizationId?: string;
  directoryId?: string;
  userId?: string;
  eventId?: string;
  /** The hundreds of the last status; `none`: nobody answered. */
  statusClass?: '2xx' | '3xx' | '4xx' | '5xx' | 'none';
  /** RFC 3339: when the delivery was made; the first included, the second not. */
  since?: string;
  until?: string;
}

type Bind = (value: unknown) => string;

/** SQL: the endpoint `e` of the delivery `d`. */
export const ENDPOINT = 'JOIN webhook_endpoints e ON e.id = d.endpoint_id';

/** SQL: every delivery `d` with its endpoint `e`. */
export const DELIVERIES = `FROM all_deliveries d ${ENDPOINT}`;

const COLUMNS = 'id, event_id, endpoint_id, organization_id, resource_id, event_type, attempts, last_status, state';

/**
 * SQL: the endpoints that something is under way to, each found by one look into the index behind the one before. What is under way about
 * a person is known by endpoint only, and nothing but what order per user asks may have an index that begins with the person.
 */
const BUSY = `(WITH RECURSIVE busy AS (
    SELECT min(endpoint_id) AS endpoint_id FROM deliveries
    UNION ALL SELECT (SELECT min(d.endpoint_id) FROM deliveries d WHERE d.endpoint_id > busy.endpoint_id) FROM busy
      WHERE busy.endpoint_id IS NOT NULL)
  SELECT endpoint_id FROM busy WHERE endpoint_id IS NOT NULL)`;

/** SQL: the events of a directory. Changes have a sequence, and what a resynchronization sends is not in the feed: each has an index. */
const eventsOf = (directory: string): string =>
  `SELECT id FROM events WHERE directory_id = ${directory} AND sequence IS NOT NULL
    UNION ALL SELECT id FROM events WHERE directory_id = ${directory} AND sequence IS NULL AND NOT in_feed ${FENCE}`;

/** SQL: `FROM` the deliveries `d` that may match, by the way that leads past the fewest others. */
export function deliveriesNear(criteria: DeliveryCriteria, bind: Bind): string {
  const { userId, eventId, directoryId } = criteria;
  if (eventId !== undefined) return DELIVERIES;
  if (userId !== undefined) {
    const user = bind(userId);
    return `FROM (SELECT l.* FROM ${BUSY} busy CROSS JOIN LATERAL (
        SELECT ${COLUMNS} FROM deliveries WHERE endpoint_id = busy.endpoint_id AND resource_id = ${user} ${FENCE}) l
      UNION ALL SELECT ${COLUMNS} FROM delivery_log WHERE resource_id = ${user}) d ${ENDPOINT}`;
  }
  // A delivery does not know the directory of its event. Where something else leads past fewer, the events are asked one by one.
  if (directoryId !== undefined && !isNarrow(criteria)) {
    return `FROM (${eventsOf(bind(directoryId))}) v
      CROSS JOIN LATERAL (SELECT ${COLUMNS} FROM all_deliveries WHERE event_id = v.id ${FENCE}) d ${ENDPOINT}`;
  }
  return DELIVERIES;
}

const LIVE: DeliveryState[] = ['pending', 'sending', 'retrying', 'held'];

/** Whether the criteria name an endpoint, a time, or what is under way: fewer deliveries than a directory has events. */
function isNarrow({ endpointId, since, until, state }: DeliveryCriteria): boolean {
  return (
    endpointId !== undefined ||
    since !== undefined ||
    until !== undefined ||
    (state !== undefined && LIVE.includes(state))
  );
}

/** SQL: whether the delivery `d` to the endpoint `e` matches. */
export function deliveryMatches(criteria: DeliveryCriteria, bind: Bind): string {
  const where = ['true'];
  const equal = {
    'd.event_type': criteria.eventType,
    'd.endpoint_id': criteria.endpointId,
    'd.resource_id': criteria.userId,
    'd.event_id': criteria.eventId,
  };
  for (const [column, value] of Object.entries(equal))
    if (value !== undefined) where.push(`${column} = ${bind(value)}`);
  if (criteria.state !== undefined) where.push(...inState(criteria.state, bind));
  if (criteria.organizationId !== undefined) {
    const id = bind(criteria.organizationId);
    // Replays are in a share of their own.
    where.push(
      `(d.organization_id = ${id} OR (d.organization_id = 'none' AND EXISTS (SELECT FROM events v WHERE v.id = d.event_id AND v.organization_id = ${id})))`,
    );
  }
  if (criteria.directoryId !== undefined) {
    where.push(
      `EXISTS (SELECT FROM events v WHERE v.id = d.event_id AND v.directory_id = ${bind(criteria.directoryId)})`,
    );
  }
  if (criteria.statusClass === 'none') where.push('d.last_status IS NULL AND d.attempts > 0');
  else if (criteria.statusClass !== undefined) {
    const hundreds = bind(Number(criteria.statusClass[0]) * 100);
    where.push(`d.last_status BETWEEN ${hundreds}::int AND ${hundreds}::int + 99`);
  }
  // Ids are in the order of time.
  if (criteria.since !== undefined)
    where.push(`d.id >= id_at('dlv', GREATEST(${bind(criteria.since)}::timestamptz, 'epoch'))`);
  if (criteria.until !== undefined)
    where.push(`d.id < id_at('dlv', GREATEST(${bind(criteria.until)}::timestamptz, 'epoch'))`);
  return where.join(' AND ');
}

/** Said of the stored state, so that neither table is read for a state that it cannot have. `held` is no stored state (docs/webhooks.md). */
function inState(state: DeliveryState, bind: Bind): string[] {
  if (state === 'held') return [`d.state IN ('pending', 'retrying')`, 'NOT e.enabled'];
  const stored = `d.state = ${bind(state)}`;
  return state === 'pending' || state === 'retrying' ? [stored, 'e.enabled'] : [stored];
}
