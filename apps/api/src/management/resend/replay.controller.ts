import { Body, Inject, Param, Post } from '@nestjs/common';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { endpointId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { Replay, ReplayAnswer } from './resend.dto.js';
import { ResendService } from './resend.service.js';

const DESCRIPTION = `Sends deliveries that are over again, in the background, with the same event ids. A replay neither waits for live deliveries nor delays them. Receivers drop an event if its \`version\` is lower than the version that they hold.`;

@ManagementController('webhook_endpoints/:endpointId', 'Webhooks')
export class ReplayController {
  constructor(@Inject(ResendService) private readonly resends: ResendService) {}

  @Verb(Post, 'replay')
  @Operation({
    id: 'Replay_replay',
    summary: 'Send finished deliveries again',
    description: DESCRIPTION,
    scope: 'write',
    audit: 'replay.replay',
    answer: ReplayAnswer,
    fails: [404, 409],
  })
  async replay(@Param('endpointId', endpointId) id: string, @Body(InputPipe) input: Replay): Promise<ReplayAnswer> {
    if (input.dry_run === true) return { count: await this.resends.count(id, input) };
    const replay = await this.resends.replay(id, input);
    return { count: replay.expected, replay };
  }
}
