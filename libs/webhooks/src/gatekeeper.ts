import { GateBreaker } from './gate-breaker.js';
import { LONGEST_GATE_ANSWER, readGateAnswer } from './gate-answer.js';
import { type AddressPolicy } from './address-policy.js';
import { Sender } from './sender.js';
import { signatureHeaders } from './signature-headers.js';

export interface Gate {
  id: string;
  url: string;
  timeoutMs: number;
  /** What is decided where the gate cannot be asked, or does not answer in time. */
  onTimeout: 'allow' | 'deny';
}

/** `reason`: for people, where it is denied. */
export type GateDecision = { allowed: true } | { allowed: false; reason: string };

export interface GatekeeperOptions {
  addressPolicy: AddressPolicy;
  userAgent: string;
  /** Monotonic. */
  now?: () => number;
}

/** The longest time a gate may be given. */
const LONGEST_TIMEOUT_MS = 5_000;
const CONNECTIONS_PER_ORIGIN = 256;
const KNOWN_GATES = 10_000;

/** Asks applications before a person gets in: signed as webhooks are, and sent where webhooks may go. */
export class Gatekeeper {
  private readonly sender: Sender;
  private readonly breakers = new Map<string, GateBreaker>();
  private readonly now: () => number;

  constructor({ addressPolicy, userAgent, now = () => performance.now() }: GatekeeperOptions) {
    this.now = now;
    this.sender = new Sender({
      addressPolicy,
      userAgent,
      timeoutMs: LONGEST_TIMEOUT_MS,
      maxResponseBytes: LONGEST_GATE_ANSWER,
      connectionsPerOrigin: CONNECTIONS_PER_ORIGIN,
    });
  }

  /** Never rejects, and takes no longer than the gate's timeout. */
  async ask(gate: Gate, message: { id: string; body: string }, secrets: readonly string[]): Promise<GateDecision> {
    const breaker = this.breakerOf(gate.id);
    if (!breaker.mayAsk(this.now())) return unasked(gate, 'it has failed several times in a row');
    const signature = signatureHeaders({ ...message, timestamp: new Date() }, secrets);
    const result = await this.sender.send({
      url: gate.url,
      headers: { 'content-type': 'application/json', ...signature },
      body: message.body,
      timeoutMs: gate.timeoutMs,
    });
    const answer = readGateAnswer(result);
    if (answer.kind === 'failed') {
      breaker.failed(this.now());
      return unasked(gate, answer.detail);
    }
    breaker.succeeded();
    if (answer.kind === 'allow') return { allowed: true };
    if (answer.kind === 'deny') return { allowed: false, reason: answer.reason };
    // An answer that nobody understands lets nobody in.
    return { allowed: false, reason: `the provisioning gate cannot be understood: ${answer.detail}` };
  }

  async close(): Promise<void> {
    await this.sender.close();
  }

  private breakerOf(id: string): GateBreaker {
    let breaker = this.breakers.get(id);
    if (breaker === undefined) {
      if (this.breakers.size >= KNOWN_GATES) this.breakers.clear();
      this.breakers.set(id, (breaker = new GateBreaker()));
    }
    return breaker;
  }
}

function unasked({ onTimeout }: Gate, why: string): GateDecision {
  if (onTimeout === 'allow') return { allowed: true };
  return { allowed: false, reason: `the provisioning gate did not answer, and on_timeout is deny: ${why}` };
}
