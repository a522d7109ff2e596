import {
  blockOf,
  composed,
  composeRequest,
  type Effect,
  type FlowControl,
  type Input,
  isAnothers,
  isRunning,
  isSettled,
  type LaneBlock,
  newLane,
  nextTickAt,
  type Permit,
  type RecordedOutcome,
  type RecordedRow,
  type Row,
  sendAttempt,
  step,
} from '#delivery';
import { type Lane } from '#directory';
import { type DispatchContext } from './dispatch-context.js';
import { LaneClaims } from './lane-claims.js';

/** Lanes of the process that may linger at once: a lane that lingers keeps its place from others. */
const LINGERING_LANES = 8;

interface Waiter {
  resolve(): void;
  reject(error: Error): void;
}

/** One lane of an endpoint in this process: does what the lane's state machine asks for, and tells it what came of that. */
export class LaneDispatcher {
  private state = newLane();
  private readonly inbox: Input[] = [];
  private isStepping = false;
  private tickAt = Infinity;
  private cancelTick: (() => void) | undefined;
  private readonly waiters: Waiter[] = [];
  private readonly claims: LaneClaims;

  constructor(
    private readonly context: DispatchContext,
    private readonly lane: Lane,
    private readonly endpointId: string,
    private readonly flow: FlowControl,
    private readonly onSettled: () => void,
  ) {
    this.claims = new LaneClaims(context, lane, endpointId, flow);
  }

  get isRunning(): boolean {
    return isRunning(this.state);
  }

  get isSettled(): boolean {
    return isSettled(this.state);
  }

  get blockedBy(): LaneBlock['by'] | undefined {
    return blockOf(this.state);
  }

  /** Resolves when nothing that is due is left to claim, or when it is others' turn. */
  wake(): Promise<void> {
    this.take({ is: 'woken' });
    if (!this.isRunning) return Promise.resolve();
    return new Promise((resolve, reject) => this.waiters.push({ resolve, reject }));
  }

  /** Takes one input after another, also where an effect leads to an input at once. */
  take(input: Input): void {
    this.inbox.push(input);
    if (this.isStepping) return;
    this.isStepping = true;
    try {
      for (let next = this.inbox.shift(); next !== undefined; next = this.inbox.shift()) this.step(next);
    } finally {
      this.isStepping = false;
    }
    this.setTick();
    if (!this.isRunning) this.waiters.splice(0).forEach(({ resolve }) => resolve());
    if (this.isSettled) this.onSettled();
  }

  private step(input: Input): void {
    const { clock, lingering } = this.context;
    const before = this.state.mode.at;
    const moment = {
      now: clock.now(),
      flow: this.flow.view(this.lane),
      mayLinger: lingering.count < LINGERING_LANES,
    };
    const { lane, effects } = step(this.state, input, moment);
    this.state = lane;
    lingering.count += Number(lane.mode.at === 'lingering') - Number(before === 'lingering');
    for (const effect of effects) this.perform(effect);
  }

  private perform(effect: Effect): void {
    const { lane, endpointId, flow } = this;
    switch (effect.do) {
      case 'claim':
        return void this.claim(effect);
      case 'send':
        return void this.send(effect.row, effect.permit);
      case 'release':
        for (const row of effect.rows) {
          if (row.isProbe) flow.returnProbe();
          this.giveBack(row, 'released');
        }
        return;
      case 'ask':
        return this.ask(effect.rows);
      case 'await_place':
        return flow.whenFree(lane, () => this.take({ is: 'place_freed' }));
      case 'wake': {
        const woken = effect.lane === 'this' ? lane : other(lane);
        return this.context.schedule.wake({ lane: woken, endpointId, at: effect.at, isSlow: flow.isSlow });
      }
    }
  }

  private async claim(effect: Extract<Effect, { do: 'claim' }>): Promise<void> {
    const { input, error } = await this.claims.claim(effect);
    if (error !== undefined) {
      const waiters = this.waiters.splice(0);
      if (waiters.length === 0) this.context.onError(error);
      for (const { reject } of waiters) reject(error);
    }
    this.take(input);
  }

  private ask(rows: readonly Row[]): void {
    const { lane, flow } = this;
    const { perSecond } = this.state.endpoint;
    const now = this.context.clock.now();
    const permits: Permit[] = [];
    for (const { isProbe } of rows) {
      const answer = flow.permit({ lane, isProbe, perSecond }, now);
      if ('by' in answer) return void this.inbox.unshift({ is: 'answered', permits, block: answer });
      permits.push(answer);
    }
    this.inbox.unshift({ is: 'answered', permits, block: undefined });
  }

  /** Composed in the same turn of the event loop in which the permit was given: the signature tells when the request begins. */
  private async send(row: Row, permit: Permit): Promise<void> {
    const { delivery, token } = row;
    const { clock, tokens, recorder, expediter, log } = this.context;
    const endpoint = this.claims.endpoint!;
    const at = new Date(clock.epoch());
    const request = isAnothers(delivery.organizationId, endpoint)
      ? undefined
      : composed(() => composeRequest(endpoint, delivery, at, tokens));
    if (request === undefined) {
      this.flow.cancel(permit);
      this.take({ is: 'sent', isGone: false });
      return this.giveBack(row, 'canceled');
    }
    const attempted = { id: delivery.id, token, step: delivery.step, at, endpoint };
    const { result, classification, outcome } = await sendAttempt(this.context, attempted, request);
    this.flow.settle(permit, { resourceId: delivery.resourceId, classification }, clock.now());
    // An endpoint that was read anew meanwhile may have been corrected.
    this.take({ is: 'sent', isGone: classification.verdict === 'gone' && this.claims.endpoint === endpoint });
    const recorded = await recorder.record(outcome, this.endpointId);
    log({ delivery, endpointId: endpoint.id, lane: this.lane, result, recorded });
    if (recorded?.state === 'retrying') {
      expediter.add({
        id: delivery.id,
        attempts: recorded.attempts,
        startedAt: permit.startedAt,
        resumedAt: endpoint.resumedAt,
        mayExpedite: classification.verdict !== 'interrupted' && !classification.asksForPause,
      });
    }
    this.recorded(recorded);
  }

  private giveBack({ delivery, token }: Row, kind: 'released' | 'canceled'): void {
    const recording = this.context.recorder.record({ id: delivery.id, token, kind }, this.endpointId);
    void recording.then((recorded) => this.recorded(recorded));
  }

  private recorded(recorded: RecordedOutcome | undefined): void {
    this.take({ is: 'recorded', recorded: recorded && this.recordedRow(recorded) });
  }

  private recordedRow({ resourceId, nextAttemptAt, follower }: RecordedOutcome): RecordedRow {
    return {
      resourceId,
      nextAttemptAt: nextAttemptAt?.getTime(),
      follower: follower === undefined ? undefined : follower === this.lane ? 'this' : 'other',
    };
  }

  /** A tick that comes too early does no harm, so only an earlier one needs a new timer. */
  private setTick(): void {
    const at = nextTickAt(this.state);
    if (at === undefined || at >= this.tickAt) return;
    const { clock } = this.context;
    this.cancelTick?.();
    this.tickAt = at;
    this.cancelTick = clock.after(Math.max(0, Math.ceil(at - clock.now())), () => {
      this.tickAt = Infinity;
      this.take({ is: 'tick' });
    });
  }
}

const other = (lane: Lane): Lane => (lane === 0 ? 1 : 0);
