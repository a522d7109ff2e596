import { Body, Delete, Get, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { Searches, type Searcher } from '#persistence';
import { IdPipe } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { PageQuery, pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { ApiKeyAnswer, ApiKeyBody, ApiKeyList, CreateApiKey, CreatedApiKey, UpdateApiKey } from './api-key.dto.js';
import { ApiKeysService } from './api-keys.service.js';
import { ManagementController } from './management-controller.js';

const keyId = new IdPipe('key', 'API key');

@ManagementController('api_keys', 'API keys')
export class ApiKeysController {
  constructor(
    @Inject(ApiKeysService) private readonly keys: ApiKeysService,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Get()
  @Operation({ id: 'ApiKeys_list', summary: 'List API keys', scope: 'admin', answer: ApiKeyList })
  async list(@Query(InputPipe) query: PageQuery, @SearchedBy() searcher: Searcher): Promise<ApiKeyList> {
    const paging = pageRequest(query, 'api_keys');
    const page = await this.searches.run(searcher, (on) => this.keys.list(paging, on));
    return { api_keys: page.items.map(ApiKeyBody.of), ...pageTail(page, 'api_keys') };
  }

  @Post()
  @Operation({
    id: 'ApiKeys_create',
    summary: 'Create an API key',
    scope: 'admin',
    audit: 'api_key.create',
    answer: CreatedApiKey,
    status: 201,
  })
  async create(@Body(InputPipe) input: CreateApiKey): Promise<CreatedApiKey> {
    const { plain, key } = await this.keys.create(input);
    return { plain_key: plain, api_key: ApiKeyBody.of(key) };
  }

  @Get(':keyId')
  @Operation({ id: 'ApiKeys_get', summary: 'Get an API key', scope: 'admin', answer: ApiKeyAnswer, fails: [404] })
  async get(@Param('keyId', keyId) id: string): Promise<ApiKeyAnswer> {
    return { api_key: ApiKeyBody.of(await this.keys.find(id)) };
  }

  @Patch(':keyId')
  @Operation({
    id: 'ApiKeys_update',
    summary: 'Change the name, end, rate limit or organizations of an API key',
    scope: 'admin',
    audit: 'api_key.update',
    answer: ApiKeyAnswer,
    fails: [404, 409],
  })
  async update(@Param('keyId', keyId) id: string, @Body(InputPipe) input: UpdateApiKey): Promise<ApiKeyAnswer> {
    return { api_key: ApiKeyBody.of(await this.keys.update(id, input)) };
  }

  @Delete(':keyId')
  @Operation({
    id: 'ApiKeys_revoke',
    summary: 'Revoke an API key and its access tokens',
    scope: 'admin',
    audit: 'api_key.revoke',
    fails: [404, 409],
  })
  async revoke(@Param('keyId', keyId) id: string): Promise<void> {
    await this.keys.revoke(id);
  }
}
