import { Body, Get, Inject, Param, Post, Put } from '@nestjs/common';
import { Environment } from '#config';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { ConnectionAnswer, ConnectionBody, ConnectionTestAnswer, UpdateConnection } from './connection.dto.js';
import { ConnectionsService, type KnownConnection } from './connections.service.js';

@ManagementController('organizations/:organizationId/directories/:directoryId/connection', 'Pull connections')
export class ConnectionsController {
  constructor(
    @Inject(ConnectionsService) private readonly connections: ConnectionsService,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Get()
  @Operation({
    id: 'Connections_get',
    summary: "Get a pulled directory's connection",
    description: 'Secrets are never returned.',
    scope: 'read',
    answer: ConnectionAnswer,
    fails: [404, 409],
  })
  async get(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
  ): Promise<ConnectionAnswer> {
    return this.answer(await this.connections.get({ organizationId: organization, directoryId: directory }));
  }

  @Put()
  @Operation({
    id: 'Connections_update',
    summary: "Set a pulled directory's connection",
    description: 'Stores the settings and does not sync. Settings are replaced as a whole.',
    scope: 'write',
    audit: 'connection.update',
    answer: ConnectionAnswer,
    fails: [404, 409],
  })
  async update(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Body(InputPipe) input: UpdateConnection,
  ): Promise<ConnectionAnswer> {
    return this.answer(await this.connections.save({ organizationId: organization, directoryId: directory }, input));
  }

  @Verb(Post, 'test')
  @Operation({
    id: 'Connections_test',
    summary: "Test a pulled directory's connection",
    description: 'Asks the source for what a sync needs, within 30 seconds. Stores only the result, as `last_test`.',
    scope: 'write',
    audit: 'connection.test',
    answer: ConnectionTestAnswer,
    fails: [404, 409],
  })
  async test(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
  ): Promise<ConnectionTestAnswer> {
    return await this.connections.test({ organizationId: organization, directoryId: directory });
  }

  private answer({ connection, definition }: KnownConnection): ConnectionAnswer {
    return { connection: ConnectionBody.of(connection, definition, this.environment.publicUrl) };
  }
}
