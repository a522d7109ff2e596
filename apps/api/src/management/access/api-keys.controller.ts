import { Body, Delete, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { IdPipe } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { PageQuery, pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { ApiKeyBody, ApiKeyList, CreateApiKey, CreatedApiKey } from './api-key.dto.js';
import { ApiKeysService } from './api-keys.service.js';
import { ManagementController } from './management-controller.js';

@ManagementController('api_keys', 'API keys')
export class ApiKeysController {
  constructor(@Inject(ApiKeysService) private readonly keys: ApiKeysService) {}

  @Get()
  @Operation({ summary: 'List API keys', scope: 'admin', answer: ApiKeyList })
  async list(@Query(InputPipe) query: PageQuery): Promise<ApiKeyList> {
    const page = await this.keys.list(pageRequest(query));
    return { api_keys: page.items.map(ApiKeyBody.of), ...pageTail(page) };
  }

  @Post()
  @Operation({ summary: 'Create an API key', scope: 'admin', answer: CreatedApiKey, status: 201 })
  async create(@Body(InputPipe) input: CreateApiKey): Promise<CreatedApiKey> {
    const { plain, key } = await this.keys.create(input);
    return { plain_key: plain, api_key: ApiKeyBody.of(key) };
  }

  @Delete(':keyId')
  @Operation({ summary: 'Revoke an API key, and its access tokens with it', scope: 'admin', fails: [404, 409] })
  async revoke(@Param('keyId', new IdPipe('key', 'API key')) id: string): Promise<void> {
    await this.keys.revoke(id);
  }
}
