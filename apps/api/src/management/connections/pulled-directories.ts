import { Inject, Injectable } from '@nestjs/common';
import { type ConnectorDefinition, ConnectorRegistry } from '#connectors';
import { type Directory } from '#persistence';
import { Problem } from '../../http/problem.js';
import { DirectoriesService } from '../directories/directories.service.js';

export interface PulledDirectory {
  directory: Directory;
  definition: ConnectorDefinition;
}

/** Directories that Rollcall reads itself. */
@Injectable()
export class PulledDirectories {
  constructor(
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(ConnectorRegistry) private readonly registry: ConnectorRegistry,
  ) {}

  /** @throws Problem 404, and 409 where the identity provider pushes, or nothing is known of how the provider is read */
  async find(organizationId: string, directoryId: string): Promise<PulledDirectory> {
    const directory = await this.directories.find(organizationId, directoryId);
    if (directory.type === 'SCIM') {
      throw Problem.precondition('the identity provider pushes to this directory: start the provisioning there');
    }
    const definition = this.registry.definitionOf(directory.provider);
    if (definition === undefined) {
      throw Problem.precondition(`Rollcall cannot pull from ${directory.provider}: choose another directory_provider`);
    }
    return { directory, definition };
  }

  /** @throws Problem 404 for a directory that is not there, 409 for a disabled one */
  async findEnabled(organizationId: string, directoryId: string): Promise<PulledDirectory> {
    const found = await this.find(organizationId, directoryId);
    if (!found.directory.enabled) throw Problem.precondition('the directory is disabled: enable it first');
    return found;
  }
}
