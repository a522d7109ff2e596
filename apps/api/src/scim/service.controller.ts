import { All, Body, Controller, Inject, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { parseSearchRequest, ScimError } from '#scim';
import { BulkOperations } from './bulk-operations.js';
import { DirectoryGuard, type ScimRequest } from './directory.guard.js';
import { sendScim } from './scim-reply.js';
import { searching } from './searching.js';
import { SearchOperation } from './search-operation.js';

/** What concerns no single type of resource. */
@ApiTags('SCIM')
@Controller('directory/:directoryId/scim/v2')
@UseGuards(DirectoryGuard)
export class ServiceController {
  constructor(
    @Inject(BulkOperations) private readonly bulk: BulkOperations,
    @Inject(SearchOperation) private readonly search: SearchOperation,
  ) {}

  @Post('Bulk')
  async runBulk(@Req() { scope }: ScimRequest, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    await sendScim(reply, await this.bulk.run(scope, body));
  }

  @Post('.search')
  async searchAll(@Req() { scope }: ScimRequest, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    await sendScim(reply, await this.search.run(searching(scope, reply), parseSearchRequest(body)));
  }

  /** A bearer secret is a directory, not a person (RFC 7644 §3.11). */
  @All('Me')
  @ApiExcludeEndpoint()
  me(): never {
    throw ScimError.notImplemented('/Me has no meaning here: the token belongs to a directory, not to a user');
  }
}
