import { Bulkhead, Semaphore } from '#delivery';
import { type Lane } from '#directory';
import { type DrainContext } from './drain-context.js';
import { EndpointTraffic } from './endpoint-traffic.js';
import { LaneDrain } from './lane-drain.js';
import { SecondLook } from './second-look.js';
import { SlowLanes } from './slow-lanes.js';

export type DrainerOptions = Omit<
  DrainContext,
  'stopping' | 'aborting' | 'unprovenClaims' | 'lingering' | 'secondLook' | 'slowLanes'
>;

/** A connection and a body each: together about as much as a process carries with ease. The deprovisioning lane has its own. */
const BULKHEADS = {
  0: { fast: 512, unproven: 512, slow: 96 },
  1: { fast: 128, unproven: 128, slow: 32 },
};
/** Of the connections to the database: the others are left to endpoints that answer. */
const UNPROVEN_CLAIMS = 2;
const LOOK_EVERY_MS = 250;
/** Endpoints that are left alone are looked up this often: they may have been corrected. */
const LOOK_UP_EVERY_MS = 1_000;
/** What was learned about an endpoint is forgotten after this. */
const FORGET_AFTER_MS = 600_000;

/** Drains lanes: one drain per endpoint and lane in this process, however often it is asked for. */
export class Drainer {
  private readonly lanes = new Map<string, LaneDrain>();
  /** Of the endpoints that were lately sent to. */
  private readonly traffic = new Map<string, EndpointTraffic>();
  private readonly bulkheads = { 0: new Bulkhead(BULKHEADS[0]), 1: new Bulkhead(BULKHEADS[1]) };
  private readonly looking: NodeJS.Timeout;
  private readonly stop = new AbortController();
  private readonly abort = new AbortController();
  private readonly context: DrainContext;
  private onEmpty: (() => void) | undefined;
  private lookUpAt = 0;

  constructor(options: DrainerOptions) {
    this.context = {
      ...options,
      unprovenClaims: new Semaphore(UNPROVEN_CLAIMS),
      lingering: { count: 0 },
      secondLook: new SecondLook({
        hasten: (failed) => options.store.hasten(failed),
        ring: options.ring,
        onError: options.onError,
      }),
      slowLanes: new SlowLanes((lane, endpointId) => void this.drainInTurn([lane], endpointId)),
      stopping: this.stop.signal,
      aborting: this.abort.signal,
    };
    this.looking = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  /** Sends what is due. While closing it passes the call on, to whichever worker takes it. */
  async drain(lane: Lane, endpointId: string): Promise<void> {
    if (this.stop.signal.aborted) return this.context.ring(lane, endpointId);
    // The sweep and every commit ask for endpoints that fail, too: that costs nothing.
    if (!this.trafficOf(endpointId).refuses(lane)) await this.laneOf(lane, endpointId).run();
  }

  isDraining(lane: Lane, endpointId: string): boolean {
    return this.lanes.get(`${lane} ${endpointId}`)?.isRunning ?? false;
  }

  /** The lanes that it is at. */
  get busy(): number {
    return [...this.lanes.values()].filter(({ isRunning }) => isRunning).length;
  }

  /**
   * Begins nothing more, lets what is under way end for `graceMs`, cuts the rest short, and records it all.
   * @param flushMs for the recording of what was cut short
   */
  async close(graceMs: number, flushMs: number): Promise<void> {
    this.stop.abort();
    clearInterval(this.looking);
    this.context.secondLook.stop();
    for (const { lane, endpointId, at } of this.context.slowLanes.stop()) {
      if (at <= Date.now()) this.context.ring(lane, endpointId);
      else this.context.ringAt(lane, endpointId, new Date(at));
    }
    for (const traffic of this.traffic.values()) traffic.stop();
    for (const lane of this.lanes.values()) lane.stop();
    await this.emptyWithin(graceMs);
    this.abort.abort();
    await this.emptyWithin(flushMs);
    this.context.recorder.abandon();
    await this.context.sender.close();
  }

  private laneOf(lane: Lane, endpointId: string): LaneDrain {
    const key = `${lane} ${endpointId}`;
    let drain = this.lanes.get(key);
    if (drain === undefined) {
      drain = new LaneDrain(this.context, lane, endpointId, this.trafficOf(endpointId), () => this.forget(key));
      this.lanes.set(key, drain);
    }
    return drain;
  }

  private trafficOf(endpointId: string): EndpointTraffic {
    let traffic = this.traffic.get(endpointId);
    if (traffic === undefined) {
      traffic = new EndpointTraffic({
        id: endpointId,
        delaysMs: this.context.ladder.delaysMs,
        bulkheads: this.bulkheads,
        clock: this.context.clock,
        reserve: (spacingMs, places) => this.context.store.reserve(endpointId, spacingMs, places),
        // Here and not through the queue: what it finds out is this process's to know.
        onHalfOpen: (lanes) => void this.drainInTurn(lanes, endpointId),
        onClose: (lanes) => lanes.forEach((lane) => this.context.ring(lane, endpointId)),
        onPause: (openMs) => void this.context.store.pause(endpointId, openMs).catch(this.context.onError),
        onError: this.context.onError,
      });
      this.traffic.set(endpointId, traffic);
    }
    return traffic;
  }

  private async drainInTurn(lanes: Lane[], endpointId: string): Promise<void> {
    for (const lane of lanes) await this.drain(lane, endpointId).catch(this.context.onError);
  }

  private look(): void {
    const paused: string[] = [];
    for (const [endpointId, traffic] of this.traffic) {
      traffic.look();
      if (traffic.isPaused) paused.push(endpointId);
      const isIdle = !this.lanes.has(`0 ${endpointId}`) && !this.lanes.has(`1 ${endpointId}`);
      if (isIdle && traffic.isForgettable(FORGET_AFTER_MS)) this.traffic.delete(endpointId);
    }
    if (paused.length > 0 && performance.now() >= this.lookUpAt) void this.lookUp(paused);
  }

  /** An endpoint whose breaker is open is not claimed for, so that nothing else tells that it was corrected. */
  private async lookUp(endpointIds: string[]): Promise<void> {
    this.lookUpAt = Infinity;
    try {
      for (const { id, resumedAt } of await this.context.store.resumed(endpointIds)) {
        this.traffic.get(id)?.resumed(resumedAt);
      }
    } catch (error) {
      this.context.onError(error as Error);
    }
    this.lookUpAt = performance.now() + LOOK_UP_EVERY_MS;
  }

  private forget(key: string): void {
    this.lanes.delete(key);
    if (this.lanes.size === 0) this.onEmpty?.();
  }

  private async emptyWithin(ms: number): Promise<void> {
    if (this.lanes.size === 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.onEmpty = resolve;
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }
}
