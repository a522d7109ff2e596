import { Body, Delete, Get, Inject, Param, Post } from '@nestjs/common';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, IdPipe, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { DirectoriesService } from './directories.service.js';
import { CreatedOAuthClient, CreateOAuthClient, OAuthClientBody, OAuthClientList } from './oauth-client.dto.js';
import { OAuthClientsService } from './oauth-clients.service.js';
import { SecretsService } from './secrets.service.js';

/** OAuth clients of a directory's SCIM endpoint: Entra and Okta accept them instead of a long-lived token. */
@ManagementController('organizations/:organizationId/directories/:directoryId/oauth_clients', 'Directories')
export class OAuthClientsController {
  constructor(
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(SecretsService) private readonly secrets: SecretsService,
    @Inject(OAuthClientsService) private readonly clients: OAuthClientsService,
  ) {}

  @Get()
  @Operation({
    id: 'OAuthClients_list',
    summary: 'List OAuth clients of the SCIM endpoint',
    description: 'The list includes revoked clients. It never shows secrets.',
    scope: 'read',
    answer: OAuthClientList,
    fails: [404],
  })
  async list(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
  ): Promise<OAuthClientList> {
    const clients = await this.secrets.list(await this.directories.find(organization, directory), 'client');
    return { oauth_clients: clients.map(OAuthClientBody.of) };
  }

  @Post()
  @Operation({
    id: 'OAuthClients_create',
    summary: 'Create an OAuth client for the SCIM endpoint',
    description: 'The client gets access tokens at `POST /directory/{directory_id}/oauth/token`.',
    scope: 'write',
    audit: 'oauth_client.create',
    answer: CreatedOAuthClient,
    status: 201,
    fails: [404, 409],
  })
  async create(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Body(InputPipe) input: CreateOAuthClient,
  ): Promise<CreatedOAuthClient> {
    return await this.clients.create(await this.directories.find(organization, directory), input);
  }

  @Delete(':clientId')
  @Operation({
    id: 'OAuthClients_revoke',
    summary: 'Revoke an OAuth client',
    description: 'The access tokens of the client stop working at once.',
    scope: 'write',
    audit: 'oauth_client.revoke',
    fails: [404],
  })
  async revoke(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Param('clientId', new IdPipe('sec', 'OAuth client')) id: string,
  ): Promise<void> {
    await this.secrets.revoke(await this.directories.find(organization, directory), id, 'client');
  }
}
