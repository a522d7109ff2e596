import { type Pool } from 'pg';
import {
  type ClaimedDelivery,
  type ClaimFrom,
  type Cursor,
  type DeliveryEndpoint,
  type DeliveryOutcome,
  type FailedAttempt,
  type RecordedOutcome,
} from '#delivery';
import { newId, type EventType, type Lane } from '#directory';
import { FENCE } from '../connection/fence.js';
import { CLAIM_IN_TURNS, CLAIM_WALKING } from './delivery-claim-statement.js';
import { loadDeliveryEndpoint } from '../endpoints/delivery-endpoint.js';
import {
  FREE_EXPIRED,
  type OutcomeRow,
  outcomeParameters,
  OVERDUE,
  RECORD,
  RECORD_DELIVERED,
  RECORD_LATE,
  RECORDED,
} from './delivery-record-statement.js';
import { type EndpointOutcome } from '../endpoints/endpoint-health.js';
import { reservePlaces } from '../endpoints/endpoint-pace.js';
import { clearPause, notePause, resumedEndpoints } from '../endpoints/endpoint-pause.js';
import { type ResumeExtent, resumeEndpoint } from '../endpoints/endpoint-resume.js';
import { HealthLedger } from '../endpoints/health-ledger.js';
import { hastenOvertaken } from './overtaken-failures.js';
import { type SecretCipher } from '../secrets/secret-cipher.js';

/**
 * How far a drain has looked through a lane. From its start, organizations take turns for as long as there is something to take that
 * way; what is due behind thousands of blocked rows is then walked to, one organization after another.
 */
export interface ClaimCursor extends Cursor {
  /** Of the walk: the organization at hand. */
  organization?: string;
  /** Of the turns: the last organization that had its. */
  after?: string;
  /** Since the first turn: something was claimed, and somebody has more. */
  took?: boolean;
  more?: boolean;
}

export const LANE_START: ClaimCursor = { at: '-infinity', ordinal: 0 };
/** Past everything that is due: only what has just become free is claimed. */
const LANE_END: ClaimCursor = { at: 'infinity', ordinal: 0 };

export interface ClaimRequest {
  endpointId: string;
  lane: Lane;
  limit: number;
  leaseMs: number;
  /** Undefined: the start. */
  from?: ClaimFrom;
  /** Resources whose earlier delivery is over: their next one may lie behind the cursor. */
  freed?: string[];
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
/** Where there is no time, the statements take the beginning of time. */
const NEVER = '1970-01-01T00:00:00Z';

/** Deliveries as the worker sees them: claimed under a lease, moved by what became of an attempt (docs/webhooks.md). */
export class DeliveryStore {
  private readonly resuming = new Map<string, Promise<void>>();
  private readonly health: HealthLedger;

  constructor(
    private readonly pool: Pool,
    private readonly cipher: SecretCipher,
    /** Told of what is tried again behind an answer. */
    onError: (error: Error) => void = (error) => process.emitWarning(error),
  ) {
    this.health = new HealthLedger(pool, onError);
  }

  async claim(request: ClaimRequest): Promise<Claim> {
    const { endpointId, lane } = request;
    const from = cursorOf(request.from);
    const inTurns = from.at === LANE_START.at && from.organization === undefined;
    const token = newId('att');
    const rows = inTurns
      ? await this.claimInTurns(request, from, token)
      : await this.claimWalking(request, from, token);
    const first: ClaimRow = rows[0]!;
    if (first.resume !== null) {
      const resumed = this.resume(endpointId, first.resume);
      if (lane === 0) {
        await resumed;
        return this.claim(request);
      }
      // Deprovisioning does not wait for this statement; where the statement fails, the next claim tries again.
      resumed.catch(() => {});
    }
    return {
      token,
      deliveries: inTheirTurns(rows, inTurns ? (first as TurnRow).turns : null),
      next: inTurns ? nextTurn(from, first as TurnRow) : ((first as WalkRow).stopped ?? undefined),
      nextDueAt: first.next_due === null ? undefined : new Date(first.next_due),
    };
  }

  /**
   * Moves what is ours, and logs every attempt; deliveries that are gone are left out of the answer. One entry per delivery. May be called
   * again with the same outcomes after it failed: what was recorded nevertheless is not recorded twice.
   */
  async record(outcomes: DeliveryOutcome[]): Promise<RecordedOutcome[]> {
    const again = outcomes.some((outcome) => 'attempt' in outcome && outcome.attempt.id !== undefined);
    const before = again ? await this.recordedBefore(outcomes) : [];
    const sorted = outcomes
      .filter(({ id }) => !before.some((row) => row.id === id))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map(outcomeRow);
    const rows: RecordRow[] = sorted.every(({ kind }) => kind === 'delivered')
      ? await this.recordRows('delivery-record-delivered', RECORD_DELIVERED, sorted)
      : await this.recordRows('delivery-record', RECORD, sorted);
    if (rows.length < sorted.length) {
      const known = new Set(rows.map(({ id }) => id));
      const late = sorted.filter(({ id, attempt_id }) => attempt_id !== undefined && !known.has(id));
      if (late.length > 0) rows.push(...(await this.recordRows('delivery-record-late', RECORD_LATE, late)));
    }
    rows.push(...before);
    const kinds = new Map(outcomes.map(({ id, kind }) => [id, kind]));
    await this.health.record(rows.map((row) => ({ ...row, kind: kinds.get(row.id)! })));
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

  /** Makes due what failed while a later event of its user came. @returns the lanes it belongs to */
  hasten(failed: FailedAttempt[]): Promise<OverdueLane[]> {
    return hastenOvertaken(this.pool, failed);
  }

  /** Of an endpoint with a rate limit, for all workers together. @returns milliseconds until the first of the places */
  reserve(endpointId: string, spacingMs: number, places: number): Promise<number> {
    return reservePlaces(this.pool, endpointId, spacingMs, places);
  }

  /** The breaker of an endpoint is open until then; undefined: it is closed. */
  pause(endpointId: string, openMs: number | undefined): Promise<void> {
    return openMs === undefined ? clearPause(this.pool, endpointId) : notePause(this.pool, endpointId, openMs);
  }

  /** When each of these was last enabled again or corrected. */
  resumed(endpointIds: string[]): Promise<{ id: string; resumedAt: string | null }[]> {
    return resumedEndpoints(this.pool, endpointIds);
  }

  private resume(endpointId: string, extent: ResumeExtent): Promise<void> {
    let resuming = this.resuming.get(endpointId);
    if (resuming === undefined) {
      resuming = resumeEndpoint(this.pool, endpointId, extent).finally(() => this.resuming.delete(endpointId));
      this.resuming.set(endpointId, resuming);
    }
    return resuming;
  }

  private async claimInTurns(request: ClaimRequest, from: ClaimCursor, token: string): Promise<TurnRow[]> {
    const { endpointId, lane, limit, leaseMs, freed = [] } = request;
    const { rows } = await this.pool.query<TurnRow>({
      name: `delivery-claim-in-turns-${lane}`,
      text: CLAIM_IN_TURNS[lane],
      values: [endpointId, from.after ?? '', limit, freed, token, leaseMs],
    });
    return rows;
  }

  private async claimWalking(request: ClaimRequest, from: ClaimCursor, token: string): Promise<WalkRow[]> {
    const { endpointId, lane, limit, leaseMs, freed = [] } = request;
    const { rows } = await this.pool.query<WalkRow>({
      name: `delivery-claim-walking-${lane}`,
      text: CLAIM_WALKING[lane],
      // A cursor without an organization is past the last organization: only deliveries that have just become free are claimed.
      values: [endpointId, from.organization ?? '~', limit, freed, token, leaseMs, from.at, from.ordinal],
    });
    return rows;
  }

  /** Of outcomes that were given to `record` before: those that the database took, though its answer was lost. */
  private async recordedBefore(outcomes: DeliveryOutcome[]): Promise<RecordRow[]> {
    const byAttempt = new Map(
      outcomes.flatMap((outcome) => ('attempt' in outcome ? [[outcome.attempt.id ?? '', outcome.id] as const] : [])),
    );
    const { rows: attempts } = await this.pool.query<{ id: string }>(
      `SELECT a.id FROM unnest($1::text[]) AS i (id) CROSS JOIN LATERAL (SELECT id FROM attempts WHERE id = i.id ${FENCE}) a`,
      [[...byAttempt.keys()]],
    );
    if (attempts.length === 0) return [];
    const ids = attempts.map(({ id }) => byAttempt.get(id)!);
    return (await this.pool.query<RecordRow>({ name: 'delivery-recorded', text: RECORDED, values: [ids] })).rows;
  }

  private async recordRows(name: string, text: string, outcomes: OutcomeRow[]): Promise<RecordRow[]> {
    return (await this.pool.query<RecordRow>({ name, text, values: outcomeParameters(outcomes) })).rows;
  }
}

interface ClaimRow {
  next_due: string | null;
  resume: ResumeExtent | null;
  id: string | null;
  event_id: string;
  event_type: EventType;
  resource_id: string;
  step: number;
  set_event: string | null;
  body: string | null;
  organization_id: string | null;
}

interface WalkRow extends ClaimRow {
  stopped: ClaimCursor | null;
}

interface TurnRow extends ClaimRow {
  picked: number;
  /** By delivery; null where there is but one organization. */
  turns: Record<string, number> | null;
  last_organization: string | null;
  more: boolean;
}

interface RecordRow extends Omit<EndpointOutcome, 'kind'> {
  attempts: number;
  next_attempt_at: string | null;
  resource_id: string;
  follower: Lane | null;
}

interface LaneRow {
  endpoint_id: string;
  lane: Lane;
}

function cursorOf(from: ClaimFrom = 'start'): ClaimCursor {
  if (from === 'start') return LANE_START;
  return from === 'freed' ? LANE_END : from;
}

const laneOf = (row: LaneRow): OverdueLane => ({ endpointId: row.endpoint_id, lane: row.lane });

function claimedOf(row: ClaimRow): ClaimedDelivery {
  return {
    id: row.id!,
    eventId: row.event_id,
    eventType: row.event_type,
    resourceId: row.resource_id,
    step: row.step,
    setEvent: row.set_event,
    body: row.body,
    organizationId: row.organization_id,
  };
}

/** The first of each organization, then the second of each; of one turn, and without turns, the oldest first. */
function inTheirTurns(rows: ClaimRow[], turns: Record<string, number> | null): ClaimedDelivery[] {
  const deliveries = rows.flatMap((row) => (row.id === null ? [] : [claimedOf(row)]));
  return turns === null ? deliveries : deliveries.sort((a, b) => (turns[a.id] ?? 0) - (turns[b.id] ?? 0));
}

function nextTurn(from: ClaimCursor, row: TurnRow): ClaimCursor | undefined {
  const took = from.took === true || row.picked > 0;
  const more = from.more === true || row.more;
  if (row.last_organization !== null) return { ...LANE_START, after: row.last_organization, took, more };
  // From the first organization again: those before `after` may have more, too.
  if (took && (more || from.after !== undefined)) return LANE_START;
  return more ? { ...LANE_START, organization: '' } : undefined;
}

function outcomeRow(outcome: DeliveryOutcome): OutcomeRow {
  const { id, token, kind } = outcome;
  if (kind === 'released' || kind === 'canceled') return { id, token, kind };
  const { attempt } = outcome;
  return {
    id,
    token,
    kind,
    delay_ms: kind === 'failed' ? outcome.retryInMs : undefined,
    gone_of: kind === 'failed' && outcome.gone !== undefined ? Date.parse(outcome.gone.resumedAt ?? NEVER) : undefined,
    // Allotted per batch: within one millisecond the next id is an increment, and needs no randomness.
    attempt_id: (attempt.id ??= newId('att')),
    at: attempt.at.toISOString(),
    duration_ms: attempt.durationMs,
    status: attempt.status,
    error: attempt.error,
    headers: attempt.responseHeaders,
    body: attempt.responseBody,
  };
}
