import { Inject, Injectable } from '@nestjs/common';
import { Environment } from '#config';
import { type AttemptView, DeliveryLog, type DeliveryView, TestDeliveries, type WebhookEndpoint } from '#persistence';
import { receiverError } from '#ssf';
import { Sender, type SendResponse, type SendResult } from '#webhooks';
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
    await this.deliveries.finish(endpoint, deliveryId, leaseToken, attemptOf(result, at, explain));
    const answered = result.kind === 'response' && result.status >= 200 && result.status < 300;
    if (answered && (await this.deliveries.hastenOthers(endpoint.id))) this.endpoints.wake(endpoint.id);
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

function attemptOf(result: SendResult, at: Date, explain?: (answer: SendResponse) => string | undefined): AttemptView {
  const common = { number: 1, at: at.toISOString(), duration_ms: result.durationMs };
  if (result.kind === 'error') {
    const error = `${result.error}: ${result.detail}`;
    return { ...common, outcome: 'failed', status: null, error, response_headers: null, response_body: null };
  }
  const refusal = explain?.(result);
  const delivered = result.status >= 200 && result.status < 300;
  return {
    ...common,
    outcome: delivered ? 'delivered' : 'failed',
    status: result.status,
    error: delivered ? null : (refusal ?? `the receiver answered ${result.status}`),
    response_headers: result.headers,
    response_body: result.body,
  };
}
