import { Body, Inject, Param, Post } from '@nestjs/common';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { Resync, ResyncAnswer } from './resend.dto.js';
import { ResendService } from './resend.service.js';

const DESCRIPTION = `Sends one event per user and group with the current state (\`user_updated\`, \`user_deleted\` for inactive users, \`group_updated\`), between \`sync_started\` and \`sync_completed\`. Only this endpoint gets them, whatever its \`event_types\` are, and the feed does not. Asking again while the resync runs answers its progress.`;

@ManagementController('organizations/:organizationId/directories/:directoryId', 'Directories')
export class ResyncController {
  constructor(@Inject(ResendService) private readonly resends: ResendService) {}

  @Verb(Post, 'resync')
  @Operation({
    id: 'Resync_resync',
    summary: 'Send the whole directory to an endpoint',
    description: DESCRIPTION,
    scope: 'write',
    audit: 'resync.resync',
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
