import { Get, Inject, Query } from '@nestjs/common';
import { UnacknowledgedDeprovisionings } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { InputPipe } from '../input/input.pipe.js';
import { PageQuery, pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { DeprovisioningListAnswer } from './deprovisioning.dto.js';

@ManagementController('deprovisionings', 'Webhooks')
export class DeprovisioningsController {
  constructor(@Inject(UnacknowledgedDeprovisionings) private readonly unacknowledged: UnacknowledgedDeprovisionings) {}

  @Get('~unacknowledged')
  @Operation({
    summary: 'List deprovisionings that an endpoint has not acknowledged',
    description:
      'Each entry is an undelivered event about a person who left. It waits for an attempt, is held by a disabled endpoint, or is exhausted. Newest first. An empty list is good.',
    scope: 'read',
    answer: DeprovisioningListAnswer,
  })
  async list(@Query(InputPipe) query: PageQuery): Promise<DeprovisioningListAnswer> {
    const page = await this.unacknowledged.page(pageRequest(query, 'deprovisionings'));
    return { deprovisionings: page.items, ...pageTail(page, 'deprovisionings') };
  }
}
