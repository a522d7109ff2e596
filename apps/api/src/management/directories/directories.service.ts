import { Inject, Injectable } from '@nestjs/common';
import { type PoolClient } from 'pg';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { newId } from '#directory';
import {
  changesBetween,
  Directory,
  DirectoryCounters,
  DirectorySecret,
  managerOn,
  Organization,
  writeAct,
} from '#persistence';
import { Problem } from '../../http/problem.js';
import { assertRoomFor, DIRECTORIES } from '../limits/number-limits.js';
import { shownSecrets } from './shown-secrets.js';
import { type CreateDirectory, type DirectoryView, type UpdateDirectory } from './directory.dto.js';

@Injectable()
export class DirectoriesService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** @param on the connection of a search */
  async list(organizationId: string, on: PoolClient): Promise<DirectoryView[]> {
    const manager = managerOn(this.source, on);
    const known = await manager.getRepository(Organization).existsBy({ id: organizationId, deletedAt: IsNull() });
    if (!known) throw Problem.notFound('organization', organizationId);
    const where = { organizationId, deletedAt: IsNull() };
    return await this.views(await manager.getRepository(Directory).find({ where, order: { id: 'ASC' } }), manager);
  }

  /** @throws Problem 404 also where the directory is another organization's */
  async find(organizationId: string, id: string): Promise<Directory> {
    const directory = await this.source.getRepository(Directory).findOneBy({ id, organizationId, deletedAt: IsNull() });
    if (directory === null) throw Problem.notFound('directory', id);
    return directory;
  }

  has(organizationId: string, id: string): Promise<boolean> {
    return this.source.getRepository(Directory).existsBy({ id, organizationId, deletedAt: IsNull() });
  }

  async view(organizationId: string, id: string): Promise<DirectoryView> {
    const directory = await this.find(organizationId, id);
    const [counters, secrets] = await Promise.all([
      this.source.getRepository(DirectoryCounters).findOneByOrFail({ directoryId: id }),
      shownSecrets(this.source.manager, id, 'bearer'),
    ]);
    return { directory, counters, secrets };
  }

  async create(organizationId: string, input: CreateDirectory): Promise<DirectoryView> {
    const now = new Date().toISOString();
    const directory = await this.source.transaction(async (manager) => {
      // Shared with the creation of others, kept from the organization's deletion.
      const organization = await manager.findOne(Organization, {
        where: { id: organizationId, deletedAt: IsNull() },
        lock: { mode: 'pessimistic_read' },
      });
      if (organization === null) throw Problem.notFound('organization', organizationId);
      await assertRoomFor(manager, DIRECTORIES, organizationId, () =>
        manager.countBy(Directory, { organizationId, deletedAt: IsNull() }),
      );
      const created = await manager.save(Directory, {
        id: newId('dir'),
        organizationId,
        name: input.name ?? '',
        type: input.directory_type ?? 'SCIM',
        provider: input.directory_provider ?? 'GENERIC',
        enabled: true,
        fullSyncRequired: false,
        scimRateLimit: null,
        scimProfile: 'default',
        sandbox: input.sandbox ?? false,
        attributeMappings: [],
        roleAssignments: [],
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
      });
      await manager.insert(DirectoryCounters, { directoryId: created.id });
      await writeAct(manager, { targetId: created.id, directoryId: created.id });
      return created;
    });
    return await this.view(organizationId, directory.id);
  }

  async update(organizationId: string, id: string, input: UpdateDirectory): Promise<DirectoryView> {
    await this.find(organizationId, id);
    const changes = {
      ...(input.name !== undefined && { name: input.name }),
      ...(input.directory_provider !== undefined && { provider: input.directory_provider }),
      ...(input.scim_rate_limit !== undefined && { scimRateLimit: input.scim_rate_limit }),
      ...(input.scim_profile !== undefined && { scimProfile: input.scim_profile }),
      ...(input.full_sync_required !== undefined && { fullSyncRequired: input.full_sync_required }),
    };
    await this.source.transaction(async (manager) => {
      const where = { id, organizationId, deletedAt: IsNull() };
      const before = await manager.findOne(Directory, { where, lock: { mode: 'for_no_key_update' } });
      if (before === null) throw Problem.notFound('directory', id);
      await manager.update(Directory, where, { ...changes, updatedAt: new Date().toISOString() });
      // `enabled` is changed after this, by whoever announces it to the users.
      const after = { ...before, ...changes, enabled: input.enabled ?? before.enabled };
      await writeAct(manager, { changes: changesBetween(settingsOf(before), settingsOf(after)) });
    });
    return await this.view(organizationId, id);
  }

  private async views(directories: Directory[], manager: EntityManager): Promise<DirectoryView[]> {
    if (directories.length === 0) return [];
    const directoryId = In(directories.map(({ id }) => id));
    const [counters, secrets] = await Promise.all([
      manager.getRepository(DirectoryCounters).findBy({ directoryId }),
      manager.getRepository(DirectorySecret).find({ where: { directoryId, kind: 'bearer' }, order: { id: 'ASC' } }),
    ]);
    return directories.map((directory) => ({
      directory,
      counters: counters.find((row) => row.directoryId === directory.id)!,
      secrets: secrets.filter((row) => row.directoryId === directory.id),
    }));
  }
}

function settingsOf(directory: Directory): Record<string, unknown> {
  return {
    name: directory.name,
    directory_provider: directory.provider,
    scim_rate_limit: directory.scimRateLimit,
    scim_profile: directory.scimProfile,
    full_sync_required: directory.fullSyncRequired,
    enabled: directory.enabled,
  };
}
