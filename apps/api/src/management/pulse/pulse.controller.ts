import { createHash } from 'node:crypto';
import { Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { DirectoryPulse, type Searcher, Searches } from '#persistence';
import { Problem } from '../../http/problem.js';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { PulseAnswer } from './pulse.dto.js';

@ManagementController('organizations/:organizationId/directories/:directoryId/pulse', 'Directories')
export class PulseController {
  constructor(
    @Inject(DirectoryPulse) private readonly pulses: DirectoryPulse,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Get()
  @Operation({
    id: 'Pulse_get',
    summary: 'Get the present state of a directory',
    description: 'You can send this request every few seconds, with `If-None-Match`.',
    scope: 'read',
    answer: PulseAnswer,
    fails: [404],
  })
  @ApiResponse({ status: 304, description: 'Nothing has changed since the response with this ETag.' })
  async get(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Req() { headers }: FastifyRequest,
    @SearchedBy() searcher: Searcher,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const pulse = await this.searches.run(searcher, (on) => this.pulses.pulse(organization, directory, on));
    if (pulse === undefined) throw Problem.notFound('directory', directory);
    const body = JSON.stringify({ pulse } satisfies PulseAnswer);
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
    void reply.header('etag', etag);
    if (headers['if-none-match'] === etag) void reply.status(304).send();
    else void reply.status(200).type('application/json; charset=utf-8').send(body);
  }
}
