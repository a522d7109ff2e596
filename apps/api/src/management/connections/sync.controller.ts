import { Body, Get, Inject, Param, Post } from '@nestjs/common';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { StartSync, SyncAnswer } from './sync.dto.js';
import { SyncsService } from './syncs.service.js';

const SUMMARY = 'Start a pull sync';
const DESCRIPTION = `Only for directories that Rollcall pulls (POLL, LDAP) and that have a connection. Answers at once; the worker runs the sync. While one is queued or running, another call answers that one.`;

@ManagementController('organizations/:organizationId/directories/:directoryId', 'Pull connections')
export class SyncController {
  constructor(@Inject(SyncsService) private readonly syncs: SyncsService) {}

  @Verb(Post, 'sync')
  @Operation({
    id: 'Sync_start',
    summary: SUMMARY,
    description: DESCRIPTION,
    scope: 'write',
    audit: 'sync.start',
    followsScalekit: true,
    answer: SyncAnswer,
    status: 202,
    fails: [404, 409],
  })
  async start(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Body(InputPipe) input: StartSync,
  ): Promise<SyncAnswer> {
    const scope = { organizationId: organization, directoryId: directory };
    return { sync: await this.syncs.start(scope, input.dry_run ?? false) };
  }

  /** Scalekit's verb for it. */
  @Verb(Get, 'sync')
  @Operation({
    id: 'Sync_startByGet',
    summary: `${SUMMARY} (for compatibility)`,
    description: DESCRIPTION,
    scope: 'write',
    audit: 'sync.start',
    answer: SyncAnswer,
    status: 202,
    fails: [404, 409],
  })
  async startByGet(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
  ): Promise<SyncAnswer> {
    return { sync: await this.syncs.start({ organizationId: organization, directoryId: directory }, false) };
  }
}
