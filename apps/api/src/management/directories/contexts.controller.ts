import { Body, Get, Inject, Param, Put } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { DirectoryContexts } from '#persistence';
import { Problem } from '../../http/problem.js';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { Operation } from '../openapi/operation.js';
import { ContextAnswer } from './context.dto.js';
import { DirectoriesService } from './directories.service.js';

const LARGEST = 65_536;

@ManagementController('organizations/:organizationId/directories/:directoryId/contexts', 'Directories')
export class ContextsController {
  constructor(
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(DirectoryContexts) private readonly contexts: DirectoryContexts,
  ) {}

  @Get()
  @Operation({
    id: 'Contexts_get',
    summary: 'Get your own notes on a directory',
    description: 'The notes are empty until you store some.',
    scope: 'read',
    answer: ContextAnswer,
    fails: [404],
  })
  async get(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
  ): Promise<ContextAnswer> {
    await this.directories.find(organization, directory);
    return { context: await this.contexts.find(directory) };
  }

  @Put()
  @ApiBody({ schema: { type: 'object', additionalProperties: true, example: { setup_step: 'groups' } } })
  @Operation({
    id: 'Contexts_update',
    summary: 'Replace your own notes on a directory',
    description: `The body is the object itself, at most ${LARGEST / 1_024} KiB. Rollcall stores it and does not read it.`,
    scope: 'write',
    audit: 'context.update',
    fails: [404],
  })
  async update(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Body() body: unknown,
  ): Promise<void> {
    const context = body ?? {};
    if (typeof context !== 'object' || Array.isArray(context)) throw invalid('must be a JSON object');
    if (Buffer.byteLength(JSON.stringify(context)) > LARGEST) throw invalid(`must be at most ${LARGEST} bytes`);
    await this.directories.find(organization, directory);
    await this.contexts.save(directory, context);
  }
}

function invalid(description: string): Problem {
  return Problem.invalid([{ field: 'body', description }]);
}
