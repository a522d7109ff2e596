import { Inject, Injectable } from '@nestjs/common';
import { Environment } from '#config';
import { classify, type Explain } from '#delivery';
import { type AttemptView, DeliveryLog, type DeliveryView, TestDeliveries, type WebhookEndpoint } from '#persistence';
import { receiverError } from '#ssf';
import { Sender, type SendResult } from '#webhooks';
import { EndpointSecrets } from './endpoint-secrets.js';
import { EndpointsService } from './endpoints.service.js';
import { StreamTokens } from './stream-tokens.js';
import { testMessage } from './test-message.js';

/** Beyond the attempt's own time: a test that died with its process is then found by the sweep. */
const LEASE_MARGIN_MS = 15_000;

/** Sends a `rollcall.test` event at once, from this process, and tells what came of it. */
@Injectable()
export class EndpointTest {
  constructor(
    @Inject(Sender) private readonly sender: Sender,
    @Inject(TestDeliveries) private readonly deliveries: TestDeliveries,
    @Inject(DeliveryLog) private readonly log: DeliveryLog,
    @Inject(EndpointSecrets) private readonly secrets: EndpointSecrets,
    @Inject(EndpointsService) private readonly endpoints: EndpointsService,
    @Inject(StreamTokens) private readonly streamTokens: StreamTokens,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  async run(endpoint: WebhookEndpoint): Promise<{ attempt: AttemptView; delivery: DeliveryView }> {
    const at = new Date();
    const { deliveryId, leaseToken, event } = await this.deliveries.begin(
      endpoint,
      at,
      this.environment.requestTimeoutMs + LEASE_MARGIN_MS,
      endpoint.payloadFormat === 'set' ? { setEvent: 'verification', facts: {} } : undefined,
    );
    const result = await this.sender.send(await this.request(endpoint, event, at));
    const explain = endpoint.payloadFormat === 'set' ? receiverError : undefined;
    const attempt = attemptOf(result, at, explain);
    await this.deliveries.finish(endpoint, deliveryId, leaseToken, attempt);
    if (attempt.outcome === 'delivered' && (await this.deliveries.hastenOthers(endpoint.id)))
      this.endpoints.wake(endpoint.id);
    const {
      attempts,
      waiting_for: _for,
      waiting_until: _until,
      waits_for: _first,
      source: _source,
      ...delivery
    } = (await this.log.find(deliveryId))!;
    return { attempt: attempts[0]!, delivery: { ...delivery, attempts: attempts.length } };
  }

  private async request(
    endpoint: WebhookEndpoint,
    event: { id: string; body: string },
    at: Date,
  ): Promise<Parameters<Sender['send']>[0]> {
    if (endpoint.payloadFormat === 'set') {
      return (await this.streamTokens.request(endpoint, event.body, 'verification', at))!;
    }
    const message = testMessage(event, endpoint.payloadFormat, await this.secrets.live(endpoint.id), at);
    const headers = { ...this.endpoints.headersOf(endpoint), ...message.headers };
    return { url: endpoint.url, headers, body: message.body };
  }
}

function attemptOf(result: SendResult, at: Date, explain?: Explain): AttemptView {
  const { verdict, error } = classify(result, at, explain);
  const outcome = verdict === 'delivered' ? 'delivered' : 'failed';
  const common = { number: 1, at: at.toISOString(), duration_ms: result.durationMs, outcome } as const;
  if (result.kind === 'error') {
    return { ...common, status: null, error: error ?? null, response_headers: null, response_body: null };
  }
  return {
    ...common,
    status: result.status,
    error: outcome === 'delivered' ? null : (error ?? `the receiver answered ${result.status}`),
    response_headers: result.headers,
    response_body: result.body,
  };
}
