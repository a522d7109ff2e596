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
    summary: 'List deprovisionings that no application has acknowledged',
    description:
      'People who left, by the webhook that says so: waiting, held by a disabled endpoint, or given up. Newest first; empty is good.',
    scope: 'read',
    answer: DeprovisioningListAnswer,
  })
  async list(@Query(InputPipe) query: PageQuery): Promise<DeprovisioningListAnswer> {
    const page = await this.unacknowledged.page(pageRequest(query, 'deprovisionings'));
    return { deprovisionings: page.items, ...pageTail(page, 'deprovisionings') };
  }
}
