import { setMaxListeners } from 'node:events';
import { type Lane } from '#directory';
import { type DrainContext } from './drain-context.js';
import { LaneDrain } from './lane-drain.js';
import { RateGate } from './rate-gate.js';

export type DrainerOptions = Omit<DrainContext, 'stopping' | 'aborting'>;

/** Drains lanes: one drain per endpoint and lane in this process, however often it is asked for. */
export class Drainer {
  private readonly lanes = new Map<string, LaneDrain>();
  /** Both lanes of an endpoint share its rate. */
  private readonly gates = new Map<string, RateGate>();
  private readonly stop = new AbortController();
  private readonly abort = new AbortController();
  private readonly context: DrainContext;
  private onEmpty: (() => void) | undefined;

  constructor(options: DrainerOptions) {
    this.context = { ...options, stopping: this.stop.signal, aborting: this.abort.signal };
    // One listener per request under way.
    setMaxListeners(0, this.abort.signal);
  }

  /** Sends what is due. While closing it passes the call on, to whichever worker takes it. */
  async drain(lane: Lane, endpointId: string): Promise<void> {
    if (this.stop.signal.aborted) return this.context.ring(lane, endpointId);
    await this.laneOf(lane, endpointId).run();
  }

  isDraining(lane: Lane, endpointId: string): boolean {
    return this.lanes.get(`${lane} ${endpointId}`)?.isRunning ?? false;
  }

  /**
   * Begins nothing more, lets what is under way end for `graceMs`, cuts the rest short, and records it all.
   * @param flushMs for the recording of what was cut short
   */
  async close(graceMs: number, flushMs: number): Promise<void> {
    this.stop.abort();
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
      drain = new LaneDrain(this.context, lane, endpointId, this.gateOf(endpointId), () =>
        this.forget(key, endpointId),
      );
      this.lanes.set(key, drain);
    }
    return drain;
  }

  private gateOf(endpointId: string): RateGate {
    let gate = this.gates.get(endpointId);
    if (gate === undefined) this.gates.set(endpointId, (gate = new RateGate()));
    return gate;
  }

  private forget(key: string, endpointId: string): void {
    this.lanes.delete(key);
    if (!this.lanes.has(`0 ${endpointId}`) && !this.lanes.has(`1 ${endpointId}`)) this.gates.delete(endpointId);
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
