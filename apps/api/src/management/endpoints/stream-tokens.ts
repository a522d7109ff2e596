import { Inject, Injectable } from '@nestjs/common';
import { Environment } from '#config';
import { sendAttempt } from '#delivery';
import {
  type BegunTest,
  DeliveryStore,
  SecretCipher,
  type StreamToken,
  TestDeliveries,
  TokenSigner,
  type WebhookEndpoint,
} from '#persistence';
import { Doorbell, LANES } from '#queue';
import { type PushRequest, pushRequest } from '#ssf';
import { Sender } from '#webhooks';
import { BackgroundLog } from '../../background-log.js';
import { openHeaders } from './endpoint-headers.js';

/** Beyond the attempt's own time: a token that died with its process is then found by the sweep, and sent by a worker. */
const LEASE_MARGIN_MS = 15_000;

/**
 * Tokens about a stream itself, sent from this process: they do not wait behind the people's events. The delivery is stored before it is
 * sent; a token that must arrive climbs the ladder of any other delivery after its first attempt.
 */
@Injectable()
export class StreamTokens {
  private readonly running = new Set<Promise<void>>();

  constructor(
    @Inject(Sender) private readonly sender: Sender,
    @Inject(TestDeliveries) private readonly deliveries: TestDeliveries,
    @Inject(DeliveryStore) private readonly store: DeliveryStore,
    @Inject(SecretCipher) private readonly cipher: SecretCipher,
    @Inject(TokenSigner) private readonly signer: TokenSigner,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
    @Inject(BackgroundLog) private readonly log: BackgroundLog,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  /** SSF 1.0 §8.1.5, before the stream stops: tried once, and waited for. */
  async announcePause(endpoint: WebhookEndpoint): Promise<void> {
    const facts = { status: 'paused', message: 'The stream is paused.' } as const;
    const begun = await this.begin(endpoint, { setEvent: 'stream-updated', facts });
    await this.send(endpoint, begun, 'stream-updated', 'once');
  }

  /** The stream goes on. */
  async announceStart(endpoint: WebhookEndpoint): Promise<void> {
    const facts = { status: 'enabled', message: 'The stream is enabled.' } as const;
    const begun = await this.begin(endpoint, { setEvent: 'stream-updated', facts });
    this.sendSoon(endpoint, begun, 'stream-updated');
  }

  /** SSF 1.0 §8.1.4.2: the request is answered first. */
  async verify(endpoint: WebhookEndpoint, state: string | undefined): Promise<void> {
    const facts = { message: 'The receiver has asked for a verification.', ...(state !== undefined && { state }) };
    const begun = await this.begin(endpoint, { setEvent: 'verification', facts });
    this.sendSoon(endpoint, begun, 'verification');
  }

  /** The POST of a token about the stream; undefined where the endpoint is no stream. */
  request(endpoint: WebhookEndpoint, body: string, setEvent: string, at: Date): Promise<PushRequest> | undefined {
    const stream = { ...endpoint, headers: lowerCase(openHeaders(endpoint.headersCipher, this.cipher)) };
    const tokens = {
      issuer: this.environment.publicUrl,
      sign: (claims: object, type: string) => this.signer.sign(claims, type),
    };
    return pushRequest(stream, body, setEvent, at, tokens);
  }

  /** What is on its way. */
  async settled(): Promise<void> {
    await Promise.all(this.running);
  }

  private begin(endpoint: WebhookEndpoint, token: StreamToken): Promise<BegunTest> {
    return this.deliveries.begin(endpoint, new Date(), this.environment.requestTimeoutMs + LEASE_MARGIN_MS, token);
  }

  private sendSoon(endpoint: WebhookEndpoint, begun: BegunTest, setEvent: StreamToken['setEvent']): void {
    const sending: Promise<void> = this.send(endpoint, begun, setEvent, 'until it arrives')
      .catch((error: unknown) => this.log.failed('a token about a stream is left to the workers', error))
      .finally(() => this.running.delete(sending));
    this.running.add(sending);
  }

  private async send(
    endpoint: WebhookEndpoint,
    { deliveryId, leaseToken, event, at }: BegunTest,
    setEvent: StreamToken['setEvent'],
    tries: 'once' | 'until it arrives',
  ): Promise<void> {
    const ports = {
      sender: this.sender,
      clock: { epoch: () => Date.now() },
      ladder: {
        delaysMs: this.environment.retryScheduleMs,
        jitter: this.environment.retryJitter,
        random: Math.random,
      },
    };
    const attempted = { id: deliveryId, token: leaseToken, step: 0, at, endpoint };
    const request = (await this.request(endpoint, event.body, setEvent, at))!;
    const { outcome } = await sendAttempt(ports, attempted, request);
    // A stream that is gone takes no token about itself later, either.
    const isLast = outcome.kind === 'failed' && (tries === 'once' || outcome.gone !== undefined);
    const [recorded] = await this.store.record([isLast ? { ...outcome, retryInMs: undefined } : outcome]);
    if (recorded?.nextAttemptAt !== undefined) {
      this.doorbell.ringAt(LANES[0], endpoint.id, recorded.nextAttemptAt);
    }
  }
}

/** Two headers whose names differ in case only would both be sent. */
const lowerCase = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
