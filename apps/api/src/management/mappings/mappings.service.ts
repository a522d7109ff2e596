import { Inject, Injectable } from '@nestjs/common';
import { type PoolClient } from 'pg';
import { type AttributeMapping, presetOf, type UserScope } from '#directory';
import { countMissingValues, DirectorySettingsStore } from '#persistence';
import { DirectoriesService } from '../directories/directories.service.js';
import { MappingCheck } from './mapping-check.js';
import { type AttributesAnswer, storedMapping } from './mapping.dto.js';
import { SettingsPass } from './settings-pass.js';

/** Which of the attributes that an IdP sends become which fields of a user. */
@Injectable()
export class MappingsService {
  constructor(
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(DirectorySettingsStore) private readonly settings: DirectorySettingsStore,
    @Inject(MappingCheck) private readonly check: MappingCheck,
    @Inject(SettingsPass) private readonly pass: SettingsPass,
  ) {}

  /** @param on the connection of a search, here and below */
  async get({ organizationId, directoryId }: UserScope, on: PoolClient): Promise<AttributesAnswer> {
    const directory = await this.directories.find(organizationId, directoryId);
    const mappings = directory.attributeMappings as AttributeMapping[];
    const missing = await countMissingValues(on, directoryId, mappings);
    return {
      attribute_mappings: { attributes: mappings.map((mapping, index) => ({ ...mapping, missing: missing[index]! })) },
      preset: presetOf(directory.provider),
    };
  }

  /** Replaces the whole mapping. */
  async update(scope: UserScope, attributes: unknown[], on: PoolClient): Promise<AttributesAnswer> {
    const directory = await this.directories.find(scope.organizationId, scope.directoryId);
    const mappings = await this.check.checked(directory, attributes);
    await this.settings.setMappings(scope.directoryId, mappings.map(storedMapping));
    await this.pass.begin([scope.directoryId]);
    return await this.get(scope, on);
  }
}
