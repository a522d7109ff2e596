import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { loadIpAllowlist, saveIpAllowlist } from '#persistence';
import { DirectoriesService } from './directories.service.js';

/** Where a directory's SCIM requests may come from. It is in force on every process as soon as it is stored. */
@Injectable()
export class IpAllowlistService {
  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
  ) {}

  async get(organizationId: string, directoryId: string): Promise<string[]> {
    await this.directories.find(organizationId, directoryId);
    return (await loadIpAllowlist(this.pool, directoryId)) ?? [];
  }

  async replace(organizationId: string, directoryId: string, cidrs: string[]): Promise<string[]> {
    await this.directories.find(organizationId, directoryId);
    const unique = [...new Set(cidrs)];
    await saveIpAllowlist(this.pool, directoryId, unique);
    return unique;
  }
}
