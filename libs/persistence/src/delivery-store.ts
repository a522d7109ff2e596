import { type Pool } from 'pg';
import { newId, type EventType, type Lane } from '#directory';
import { CLAIM } from './delivery-claim-statement.js';
import { type DeliveryEndpoint, loadDeliveryEndpoint } from './delivery-endpoint.js';
import { type DeliveryOutcome, type RecordedOutcome } from './delivery-outcome.js';
import { FREE_EXPIRED, OVERDUE, RECORD } from './delivery-record-statement.js';
import { type SecretCipher } from './secret-cipher.js';

/** How far a drain has looked through a lane. */
export interface ClaimCursor {
  at: string;
  ordinal: number;
}

export const LANE_START: ClaimCursor = { at: '-infinity', ordinal: 0 };

export interface ClaimRequest {
  endpointId: string;
  lane: Lane;
  limit: number;
  leaseMs: number;
  from?: ClaimCursor;
  /** Resources whose earlier delivery is over: their next one may lie behind the cursor. */
  freed?: string[];
}

export interface ClaimedDelivery {
  id: string;
  eventId: string;
  eventType: EventType;
  resourceId: string;
  /** Attempts that consumed a step of the ladder so far. */
  step: number;
  /** Null where retention has dropped the event. */
  body: string | null;
  organizationId: string | null;
}

export interface Claim {
  /** Proves that the holder of these rows is us. */
  token: string;
  /** Oldest first. */
  deliveries: ClaimedDelivery[];
  /** Where to look next; undefined: to the end of what is due. */
  next: ClaimCursor | undefined;
  /** When the next row of the lane becomes due that is not so yet. */
  nextDueAt: Date | undefined;
}

export interface OverdueLane {
  endpointId: string;
  lane: Lane;
}

const EXPIRED_AT_ONCE = 200;

/** Deliveries as the worker sees them: claimed under a lease, moved by what became of an attempt (contract section 8). */
export class DeliveryStore {
  constructor(
    private readonly pool: Pool,
    private readonly cipher: SecretCipher,
  ) {}

  async claim({ endpointId, lane, limit, leaseMs, from = LANE_START, freed = [] }: ClaimRequest): Promise<Claim> {
    const token = newId('att');
    const { rows } = await this.pool.query<ClaimRow>({
      name: `delivery-claim-${lane}`,
      text: CLAIM[lane],
      values: [endpointId, from.at, from.ordinal, limit, freed, token, leaseMs],
    });
    const [first] = rows as [ClaimRow];
    return {
      token,
      deliveries: rows.flatMap((row) => (row.id === null ? [] : [claimedOf(row)])),
      next: nextCursor(first, limit),
      nextDueAt: first.next_due === null ? undefined : new Date(first.next_due),
    };
  }

  /** Moves what is ours, and logs every attempt; deliveries that are gone are left out of the answer. One entry per delivery. */
  async record(outcomes: DeliveryOutcome[]): Promise<RecordedOutcome[]> {
    const sorted = outcomes.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const { rows } = await this.pool.query<RecordRow>({
      name: 'delivery-record',
      text: RECORD,
      values: [JSON.stringify(sorted.map(outcomeRow))],
    });
    return rows.map((row) => ({
      id: row.id,
      attempts: row.attempts,
      state: row.state,
      resourceId: row.resource_id,
      nextAttemptAt: row.next_attempt_at === null ? undefined : new Date(row.next_attempt_at),
      follower: row.follower ?? undefined,
    }));
  }

  /** Makes due again what dead workers held. @returns the lanes they belong to */
  async freeExpired(): Promise<OverdueLane[]> {
    const lanes = new Map<string, OverdueLane>();
    let freed: number;
    do {
      const ids = Array.from({ length: EXPIRED_AT_ONCE }, () => newId('att'));
      const { rows } = await this.pool.query<LaneRow & { freed: number }>({
        name: 'delivery-free-expired',
        text: FREE_EXPIRED,
        values: [ids],
      });
      for (const row of rows) lanes.set(`${row.lane} ${row.endpoint_id}`, laneOf(row));
      freed = rows.reduce((sum, row) => sum + row.freed, 0);
    } while (freed === EXPIRED_AT_ONCE);
    return [...lanes.values()];
  }

  /** Lanes of enabled endpoints that hold something which was due that long ago, deprovisioning first. */
  async overdueLanes(overdueMs: number): Promise<OverdueLane[]> {
    const { rows } = await this.pool.query<LaneRow>({
      name: 'delivery-overdue',
      text: OVERDUE,
      values: [overdueMs],
    });
    return rows.map(laneOf);
  }

  /** Undefined when the endpoint was deleted. */
  endpoint(id: string): Promise<DeliveryEndpoint | undefined> {
    return loadDeliveryEndpoint(this.pool, this.cipher, id);
  }
}

interface ClaimRow {
  bound_at: string | null;
  bound_ordinal: number | null;
  scanned: number;
  last_at: string;
  last_ordinal: number;
  next_due: string | null;
  id: string | null;
  event_id: string;
  event_type: EventType;
  resource_id: string;
  step: number;
  body: string | null;
  organization_id: string | null;
}

interface RecordRow {
  id: string;
  attempts: number;
  state: RecordedOutcome['state'];
  next_attempt_at: string | null;
  resource_id: string;
  follower: Lane | null;
}

interface LaneRow {
  endpoint_id: string;
  lane: Lane;
}

const laneOf = (row: LaneRow): OverdueLane => ({ endpointId: row.endpoint_id, lane: row.lane });

function claimedOf(row: ClaimRow): ClaimedDelivery {
  return {
    id: row.id!,
    eventId: row.event_id,
    eventType: row.event_type,
    resourceId: row.resource_id,
    step: row.step,
    body: row.body,
    organizationId: row.organization_id,
  };
}

function nextCursor(row: ClaimRow, limit: number): ClaimCursor | undefined {
  if (row.scanned >= limit) return { at: row.last_at, ordinal: row.last_ordinal };
  return row.bound_at === null ? undefined : { at: row.bound_at, ordinal: row.bound_ordinal! };
}

function outcomeRow(outcome: DeliveryOutcome): object {
  const { id, token, kind } = outcome;
  if (kind === 'released' || kind === 'canceled') return { id, token, kind };
  const { attempt } = outcome;
  return {
    id,
    token,
    kind,
    delay_ms: kind === 'failed' ? outcome.retryInMs : undefined,
    gone: kind === 'failed' && outcome.gone === true,
    // Allotted per batch: within one millisecond the next id is an increment, and needs no randomness.
    attempt_id: newId('att'),
    at: attempt.at,
    duration_ms: attempt.durationMs,
    status: attempt.status,
    error: attempt.error,
    headers: attempt.responseHeaders,
    body: attempt.responseBody,
  };
}
