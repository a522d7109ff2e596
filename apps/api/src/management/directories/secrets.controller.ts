import { Delete, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, IdPipe, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { parseOverlap } from '../input/overlap.js';
import { Operation } from '../openapi/operation.js';
import { DirectoriesService } from './directories.service.js';
import { CreatedSecret, RegenerateQuery, SecretBody, SecretList } from './secret.dto.js';
import { SecretsService } from './secrets.service.js';

@ManagementController('organizations/:organizationId/directories/:directoryId/secrets', 'Directories')
export class SecretsController {
  constructor(
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(SecretsService) private readonly secrets: SecretsService,
  ) {}

  @Get()
  @Operation({
    id: 'Secrets_list',
    summary: 'List bearer secrets',
    description: 'The list includes revoked and expired secrets. It never shows the secrets themselves.',
    scope: 'read',
    answer: SecretList,
    fails: [404],
  })
  async list(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
  ): Promise<SecretList> {
    const secrets = await this.secrets.list(await this.directories.find(organization, directory));
    return { secrets: secrets.map(SecretBody.of) };
  }

  @Post()
  @Operation({
    id: 'Secrets_create',
    summary: 'Create a bearer secret',
    description: 'Other secrets of the directory still work.',
    scope: 'write',
    audit: 'secret.create',
    followsScalekit: true,
    answer: CreatedSecret,
    status: 201,
    fails: [404, 409],
  })
  async create(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
  ): Promise<CreatedSecret> {
    return CreatedSecret.of(await this.secrets.create(await this.directories.find(organization, directory)));
  }

  @Verb(Post, 'regenerate')
  @Operation({
    id: 'Secrets_regenerate',
    summary: 'Replace all bearer secrets with a new secret',
    description: 'The old secrets stop working at once, or after `overlap`.',
    scope: 'write',
    audit: 'secret.regenerate',
    followsScalekit: true,
    answer: CreatedSecret,
    fails: [404, 409],
  })
  async regenerate(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Query(InputPipe) query: RegenerateQuery,
  ): Promise<CreatedSecret> {
    const overlap = parseOverlap(query.overlap, '0');
    const known = await this.directories.find(organization, directory);
    return CreatedSecret.of(await this.secrets.regenerate(known, overlap));
  }

  @Delete(':secretId')
  @Operation({
    id: 'Secrets_revoke',
    summary: 'Revoke a bearer secret',
    scope: 'write',
    audit: 'secret.revoke',
    followsScalekit: true,
    fails: [404],
  })
  async revoke(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Param('secretId', new IdPipe('sec', 'secret')) id: string,
  ): Promise<void> {
    await this.secrets.revoke(await this.directories.find(organization, directory), id);
  }
}
