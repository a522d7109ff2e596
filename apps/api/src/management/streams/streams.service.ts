import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { DataSource, type Repository } from 'typeorm';
import { isId } from '#directory';
import { StreamVerifications, WebhookEndpoint } from '#persistence';
import { Problem } from '../../http/problem.js';
import { type ApiClient } from '../access/api-clients.js';
import { EndpointsService } from '../endpoints/endpoints.service.js';
import { StreamTokens } from '../endpoints/stream-tokens.js';
import { type StreamRequest, type VerificationRequest } from './stream-request.js';
import { MIN_VERIFICATION_INTERVAL } from './stream.dto.js';

/** The stream API has no pages. Keys from before the limit of streams may have more than twenty. */
const MOST_LISTED = 1_000;

/** Streams that receivers make: endpoints that belong to an API key. No key sees another's. */
@Injectable()
export class StreamsService {
  private readonly endpoints: Repository<WebhookEndpoint>;
  private readonly verifications: StreamVerifications;

  constructor(
    @Inject(DataSource) source: DataSource,
    @Inject(Pool) pool: Pool,
    @Inject(EndpointsService) private readonly service: EndpointsService,
    @Inject(StreamTokens) private readonly tokens: StreamTokens,
  ) {
    this.endpoints = source.getRepository(WebhookEndpoint);
    this.verifications = new StreamVerifications(pool, MIN_VERIFICATION_INTERVAL);
  }

  /** About all that the key may see. */
  async create({ keyId, organizationIds }: ApiClient, request: StreamRequest): Promise<WebhookEndpoint> {
    const only = organizationIds?.length === 1 ? organizationIds[0]! : null;
    const { endpoint } = await this.service
      .create(
        {
          url: request.url,
          description: request.description,
          organization_id: only,
          payload_format: 'set',
          events_requested: request.eventsRequested,
          ...(request.authorizationHeader !== undefined && { headers: { authorization: request.authorizationHeader } }),
        },
        { apiKeyId: keyId, organizationIds: only === null ? organizationIds : null },
      )
      .catch((error: unknown) => {
        throw inTheirWords(error);
      });
    return endpoint;
  }

  list({ keyId }: ApiClient): Promise<WebhookEndpoint[]> {
    return this.endpoints.find({ where: { apiKeyId: keyId }, order: { id: 'ASC' }, take: MOST_LISTED });
  }

  /** @throws Problem 404 for what is none of the key's streams */
  async find({ keyId }: ApiClient, id: string): Promise<WebhookEndpoint> {
    const stream = isId('ep', id) ? await this.endpoints.findOneBy({ id, apiKeyId: keyId }) : null;
    if (stream === null) throw Problem.notFound('stream', id.slice(0, 100));
    return stream;
  }

  async remove(client: ApiClient, id: string): Promise<void> {
    await this.find(client, id);
    await this.service.remove(id);
  }

  /** @throws Problem 429 sooner than the interval after the last time */
  async verify(client: ApiClient, { streamId, state }: VerificationRequest): Promise<void> {
    const stream = await this.find(client, streamId);
    const seconds = await this.verifications.begin(streamId);
    if (seconds !== undefined) {
      const message = `a stream is verified once in ${MIN_VERIFICATION_INTERVAL} s; try again in ${seconds} s`;
      throw new Problem(429, 'RATE_LIMITED', message, [], { 'retry-after': String(seconds) });
    }
    await this.tokens.verify(stream, state);
  }
}

/** The endpoint's fields have other names in the stream API. */
function inTheirWords(error: unknown): unknown {
  if (!(error instanceof Problem) || error.status !== 400) return error;
  const names: Record<string, string> = { url: 'delivery.endpoint_url' };
  return Problem.invalid(error.violations.map(({ field, ...rest }) => ({ field: names[field] ?? field, ...rest })));
}
