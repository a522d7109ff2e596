import { Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Pool } from 'pg';
import { writeAct } from '#persistence';
import { type ManagementRequest } from '../access/acting.js';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { Operation } from '../openapi/operation.js';
import { SnapshotEndLine, SnapshotHeadLine } from './snapshot.dto.js';
import { LONGEST_STALL_MS, SnapshotService } from './snapshot.service.js';

const DESCRIPTION = `The response has one JSON object per line. The first line says where the snapshot begins (use its \`after\` in \`GET /events\`). Then come every group and every user, as in the \`data\` of events; deactivated and deleted users have \`active: false\`. The last line counts them. If the last line is missing, the stream was cut: take another snapshot.`;

@ManagementController('organizations/:organizationId/directories/:directoryId/snapshot', 'Directories')
export class SnapshotController {
  constructor(
    @Inject(SnapshotService) private readonly snapshots: SnapshotService,
    @Inject(Pool) private readonly pool: Pool,
  ) {}

  @Get()
  @ApiExtraModels(SnapshotHeadLine, SnapshotEndLine)
  @ApiResponse({
    status: 200,
    description: 'The directory, one JSON object per line.',
    content: {
      'application/x-ndjson': {
        schema: {
          anyOf: [
            { $ref: getSchemaPath(SnapshotHeadLine) },
            { type: 'object', additionalProperties: true },
            { $ref: getSchemaPath(SnapshotEndLine) },
          ],
        },
      },
    },
  })
  @Operation({
    id: 'Snapshot_take',
    summary: 'Take a snapshot of a directory',
    description: DESCRIPTION,
    scope: 'read',
    audit: 'snapshot.take',
    answer: SnapshotHeadLine,
    fails: [404],
  })
  async take(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Req() request: ManagementRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const lines = await this.snapshots.take(request.client!.keyId, organization, directory);
    await writeAct(this.pool).catch((error: unknown) => {
      // Its transaction and its turn end with it.
      lines.destroy();
      throw error;
    });
    // Not waited for: whoever breaks off has read as well, and is in the audit log.
    // Other answers end after 10 s of silence; this reader may have work to do with what it has read.
    reply.raw.setTimeout(LONGEST_STALL_MS);
    void reply.type('application/x-ndjson').send(lines);
  }
}
