import { Body, Inject, Param, Post } from '@nestjs/common';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { Resync, ResyncAnswer } from './resend.dto.js';
import { ResendService } from './resend.service.js';

const DESCRIPTION = `One event per user and group with its present state (\`user_updated\`, \`user_deleted\` for who is gone,
\`group_updated\`), between \`sync_started\` and \`sync_completed\`: to this endpoint alone, whatever event types it names, outside
the feed. Asking again while it is under way answers how far it is.`;

@ManagementController('organizations/:organizationId/directories/:directoryId', 'Directories')
export class ResyncController {
  constructor(@Inject(ResendService) private readonly resends: ResendService) {}

  @Post('~resync')
  @Operation({
    summary: 'Send an endpoint the whole directory',
    description: DESCRIPTION,
    scope: 'write',
    answer: ResyncAnswer,
    fails: [404, 409],
  })
  async resync(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Body(InputPipe) input: Resync,
  ): Promise<ResyncAnswer> {
    return { resync: await this.resends.resync(organization, directory, input.endpoint_id) };
  }
}
