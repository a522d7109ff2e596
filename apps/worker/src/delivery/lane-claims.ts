import { type DeliveryEndpoint, type Effect, type FlowControl, type Input, type Row, WAIT_MS } from '#delivery';
import { type Lane } from '#directory';
import { type DispatchContext } from './dispatch-context.js';

/** Beyond the wait for its turn and the request itself, a lease lasts for the recording. */
const MARGIN_MS = 5_000;

export interface ClaimAnswer {
  input: Input;
  /** What kept the claim from succeeding. */
  error?: Error;
}

/** The claims of one lane, with the endpoint that they are for. */
export class LaneClaims {
  private current: DeliveryEndpoint | undefined;
  /** The endpoint's secrets could be read when they were last needed. */
  private isReadable = false;

  constructor(
    private readonly context: DispatchContext,
    private readonly lane: Lane,
    private readonly endpointId: string,
    private readonly flow: FlowControl,
  ) {}

  /** As the last claim found it. */
  get endpoint(): DeliveryEndpoint | undefined {
    return this.current;
  }

  /** Endpoints that are not known to be fast wait for each other, so that they leave connections to the others. */
  async claim(effect: Extract<Effect, { do: 'claim' }>): Promise<ClaimAnswer> {
    const isFirst = this.lane === 1 || this.flow.view(this.lane).latency === 'fast';
    const claims = () => this.claimNow(effect);
    try {
      return await (isFirst ? claims() : this.context.unprovenClaims.run(claims));
    } catch (error) {
      return { input: { is: 'claim_failed', rows: [] }, error: error as Error };
    }
  }

  private async claimNow({ from, freed, limit }: Extract<Effect, { do: 'claim' }>): Promise<ClaimAnswer> {
    const { store, clock, requestTimeoutMs, stopping } = this.context;
    const { lane, endpointId, flow } = this;
    if (stopping.aborted) return { input: { is: 'claim_failed', rows: [] } };
    // Nothing is claimed for an endpoint whose secrets cannot be read.
    if (!this.isReadable) await this.load();
    const startBefore = clock.now() + WAIT_MS;
    const leaseMs = requestTimeoutMs + WAIT_MS + MARGIN_MS;
    const isProbe = flow.takeProbe();
    const [claimed, loaded] = await Promise.allSettled([
      store.claim({ endpointId, lane, limit: isProbe ? 1 : limit, leaseMs, from, freed: [...freed] }),
      this.load(),
    ]);
    const deliveries = claimed.status === 'fulfilled' ? claimed.value.deliveries : [];
    if (isProbe && deliveries.length === 0) flow.returnProbe();
    if (claimed.status === 'rejected') throw claimed.reason;
    const { token, next, nextDueAt } = claimed.value;
    const rows = deliveries.map((delivery, index): Row => ({
      delivery,
      token,
      startBefore,
      isProbe: isProbe && index === 0,
    }));
    if (loaded.status === 'rejected') {
      this.isReadable = false;
      return { input: { is: 'claim_failed', rows }, error: loaded.reason as Error };
    }
    const endpoint = {
      isEnabled: this.current?.enabled === true,
      perSecond: this.current?.rateLimit ?? null,
    };
    return { input: { is: 'claimed', rows, next, nextDueAt: nextDueAt?.getTime(), endpoint } };
  }

  private async load(): Promise<void> {
    this.current = await this.context.store.endpoint(this.endpointId);
    this.isReadable = true;
    this.flow.resumed(this.current?.resumedAt ?? null);
  }
}
