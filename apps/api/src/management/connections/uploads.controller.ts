import { Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { SyncAnswer, UploadQuery } from './sync.dto.js';
import { type CsvRequest } from './upload-parts.js';
import { UploadsService } from './uploads.service.js';

@ManagementController('organizations/:organizationId/directories/:directoryId/uploads', 'Pull connections')
export class UploadsController {
  constructor(@Inject(UploadsService) private readonly uploads: UploadsService) {}

  @Post()
  @ApiConsumes('text/csv', 'multipart/form-data')
  @ApiBody({
    description:
      'One CSV file of users, or the files `users` and optionally `groups` (columns `group` and `member`): UTF-8, at most 100 MiB. docs/idp/csv.md has the columns.',
    schema: {
      type: 'object',
      example: 'id,email,given_name,family_name,department\n17,ada@acme.com,Ada,Lovelace,Engineering\n',
      properties: { users: { type: 'string', format: 'binary' }, groups: { type: 'string', format: 'binary' } },
    },
  })
  @Operation({
    id: 'Uploads_create',
    summary: 'Upload users and groups as CSV',
    description: 'By default Rollcall only checks the file: the sync is a dry run, and `:apply` applies the file.',
    scope: 'write',
    audit: 'upload.create',
    answer: SyncAnswer,
    status: 202,
    fails: [404, 409, 413, 415],
  })
  async create(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Query(InputPipe) query: UploadQuery,
    @Req() request: CsvRequest,
  ): Promise<SyncAnswer> {
    const scope = { organizationId: organization, directoryId: directory };
    return { sync: await this.uploads.upload(scope, query, request) };
  }
}
