import { Body, Delete, Get, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { DeliveryLog, Searches, type Searcher, type WebhookEndpoint } from '#persistence';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { DeliveryListAnswer, DeliveryQuery } from '../deliveries/delivery.dto.js';
import { endpointId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { parseOverlap } from '../input/overlap.js';
import { pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { EndpointSecrets } from './endpoint-secrets.js';
import { EndpointTest } from './endpoint-test.js';
import {
  CreatedEndpointAnswer,
  CreateEndpoint,
  EndpointAnswer,
  EndpointBody,
  EndpointListAnswer,
  EndpointQuery,
  RotateSecret,
  SecretAnswer,
  TestAnswer,
  UpdateEndpoint,
} from './endpoint.dto.js';
import { EndpointsService } from './endpoints.service.js';

@ManagementController('webhook_endpoints', 'Webhooks')
export class EndpointsController {
  constructor(
    @Inject(EndpointsService) private readonly endpoints: EndpointsService,
    @Inject(EndpointSecrets) private readonly secrets: EndpointSecrets,
    @Inject(EndpointTest) private readonly test: EndpointTest,
    @Inject(DeliveryLog) private readonly deliveries: DeliveryLog,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Post()
  @Operation({
    id: 'Endpoints_create',
    summary: 'Create a webhook endpoint',
    description: 'The endpoint gets every change that is committed after this response.',
    scope: 'write',
    audit: 'endpoint.create',
    answer: CreatedEndpointAnswer,
    fails: [409],
    status: 201,
  })
  async create(@Body(InputPipe) input: CreateEndpoint): Promise<CreatedEndpointAnswer> {
    const { endpoint, secret } = await this.endpoints.create(input);
    return { endpoint: { ...this.body(endpoint), secret } };
  }

  @Get()
  @Operation({ id: 'Endpoints_list', summary: 'List webhook endpoints', scope: 'read', answer: EndpointListAnswer })
  async list(@Query(InputPipe) query: EndpointQuery, @SearchedBy() searcher: Searcher): Promise<EndpointListAnswer> {
    const paging = pageRequest(query, 'endpoints');
    const page = await this.searches.run(searcher, (on) => this.endpoints.list(paging, query.organization_id, on));
    return { endpoints: page.items.map((endpoint) => this.body(endpoint)), ...pageTail(page, 'endpoints') };
  }

  @Get(':endpointId')
  @Operation({
    id: 'Endpoints_get',
    summary: 'Get a webhook endpoint',
    scope: 'read',
    answer: EndpointAnswer,
    fails: [404],
  })
  async get(@Param('endpointId', endpointId) id: string): Promise<EndpointAnswer> {
    return { endpoint: this.body(await this.endpoints.find(id)) };
  }

  @Patch(':endpointId')
  @Operation({
    id: 'Endpoints_update',
    summary: 'Change a webhook endpoint',
    description:
      'After a change of `url`, `headers` or `payload_format`, or when `enabled` becomes true, waiting deliveries are sent soon.',
    scope: 'write',
    audit: 'endpoint.update',
    answer: EndpointAnswer,
    fails: [404, 409],
  })
  async update(
    @Param('endpointId', endpointId) id: string,
    @Body(InputPipe) input: UpdateEndpoint,
  ): Promise<EndpointAnswer> {
    return { endpoint: this.body(await this.endpoints.update(id, input)) };
  }

  @Delete(':endpointId')
  @Operation({
    id: 'Endpoints_remove',
    summary: 'Delete a webhook endpoint and its deliveries',
    scope: 'write',
    audit: 'endpoint.remove',
    fails: [404],
  })
  async remove(@Param('endpointId', endpointId) id: string): Promise<void> {
    await this.endpoints.remove(id);
  }

  @Get(':endpointId/secret')
  @Operation({
    id: 'Endpoints_secret',
    summary: 'Get the signing secret',
    scope: 'write',
    audit: 'endpoint.secret',
    answer: SecretAnswer,
    fails: [404],
  })
  async secret(@Param('endpointId', endpointId) id: string): Promise<SecretAnswer> {
    await this.endpoints.find(id);
    return { secret: await this.secrets.current(id) };
  }

  @Verb(Post, 'rotate', { of: ':endpointId/secret' })
  @Operation({
    id: 'Endpoints_rotate',
    summary: 'Replace the signing secret',
    description: 'Both secrets sign until the overlap ends. Deliveries that wait for their next attempt are sent soon.',
    scope: 'write',
    audit: 'endpoint.rotate',
    answer: SecretAnswer,
    fails: [404, 409],
  })
  async rotate(
    @Param('endpointId', endpointId) id: string,
    @Body(InputPipe) input: RotateSecret,
  ): Promise<SecretAnswer> {
    const overlap = parseOverlap(input.overlap, '24h');
    await this.endpoints.find(id);
    const secret = await this.secrets.rotate(id, overlap);
    this.endpoints.wake(id);
    return { secret };
  }

  @Verb(Post, 'test', { of: ':endpointId' })
  @Operation({
    id: 'Endpoints_sendTest',
    summary: 'Send a test event now',
    description:
      'The event is signed like every other event, and Rollcall does not retry it. You can also test a disabled endpoint. If the receiver answers 2xx, deliveries that wait for their next attempt are sent soon.',
    scope: 'write',
    audit: 'endpoint.send_test',
    answer: TestAnswer,
    fails: [404],
  })
  async sendTest(@Param('endpointId', endpointId) id: string): Promise<TestAnswer> {
    return await this.test.run(await this.endpoints.find(id));
  }

  @Get(':endpointId/deliveries')
  @Operation({
    id: 'Endpoints_listDeliveries',
    summary: 'List deliveries, newest first',
    scope: 'read',
    answer: DeliveryListAnswer,
    fails: [404],
  })
  async listDeliveries(
    @Param('endpointId', endpointId) id: string,
    @Query(InputPipe) query: DeliveryQuery,
    @SearchedBy() searcher: Searcher,
  ): Promise<DeliveryListAnswer> {
    await this.endpoints.find(id);
    const criteria = { state: query.state, eventType: query.event_type };
    const paging = pageRequest(query, `deliveries:${id}`);
    const page = await this.searches.run(searcher, (on) =>
      this.deliveries.page({ ...criteria, endpointId: id }, paging, on),
    );
    return { deliveries: page.items, ...pageTail(page, `deliveries:${id}`) };
  }

  private body(endpoint: WebhookEndpoint): EndpointBody {
    return EndpointBody.of(endpoint, Object.keys(this.endpoints.headersOf(endpoint)));
  }
}
