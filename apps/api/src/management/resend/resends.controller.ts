import { Get, Inject, Param, Query } from '@nestjs/common';
import { type Searcher } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { endpointId, IdPipe } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { PageQuery, pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { ResendAnswer, ResendListAnswer } from './resend.dto.js';
import { ResendService } from './resend.service.js';

@ManagementController('webhook_endpoints/:endpointId/resends', 'Webhooks')
export class ResendsController {
  constructor(@Inject(ResendService) private readonly resends: ResendService) {}

  @Get()
  @Operation({
    id: 'Resends_list',
    summary: 'List resyncs and replays, newest first',
    description: 'Each entry shows its progress. Rollcall keeps it for 30 days after the end.',
    scope: 'read',
    answer: ResendListAnswer,
    fails: [404],
  })
  async list(
    @Param('endpointId', endpointId) endpoint: string,
    @Query(InputPipe) query: PageQuery,
    @SearchedBy() searcher: Searcher,
  ): Promise<ResendListAnswer> {
    const page = await this.resends.page(endpoint, pageRequest(query, `resends:${endpoint}`), searcher);
    return { resends: page.items, ...pageTail(page, `resends:${endpoint}`) };
  }

  @Get(':resendId')
  @Operation({
    id: 'Resends_get',
    summary: 'Get the progress of a resync or replay',
    scope: 'read',
    answer: ResendAnswer,
    fails: [404],
  })
  async get(
    @Param('endpointId', endpointId) endpoint: string,
    @Param('resendId', new IdPipe('rsd', 'resend')) id: string,
  ): Promise<ResendAnswer> {
    return { resend: await this.resends.find(endpoint, id) };
  }
}
