import { Delete, Inject, Param, Post } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, IdPipe, organizationId } from '../input/id.pipe.js';
import { Operation } from '../openapi/operation.js';
import { DirectoriesService } from './directories.service.js';
import { SecretsService } from './secrets.service.js';

class CreatedOAuthClient {
  @ApiProperty({ example: 'sec_01K0000000000000000000000' })
  client_id!: string;

  @ApiProperty({ description: 'Shown this once.' })
  client_secret!: string;
}

/** OAuth clients of a directory's SCIM endpoint: what Entra and Okta take in place of a long-lived token. */
@ManagementController('organizations/:organizationId/directories/:directoryId/oauth_clients', 'Directories')
export class OAuthClientsController {
  constructor(
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(SecretsService) private readonly secrets: SecretsService,
  ) {}

  @Post()
  @Operation({
    summary: 'Create an OAuth client for the SCIM endpoint',
    description: 'Its access tokens come from `POST /directory/{directory_id}/oauth/token`.',
    scope: 'write',
    answer: CreatedOAuthClient,
    status: 201,
    fails: [404],
  })
  async create(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
  ): Promise<CreatedOAuthClient> {
    const known = await this.directories.find(organization, directory);
    const { plain, secret } = await this.secrets.create(known, 'client');
    return { client_id: secret.id, client_secret: plain };
  }

  @Delete(':clientId')
  @Operation({
    summary: 'Revoke an OAuth client',
    description: 'Its access tokens stop with it.',
    scope: 'write',
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
