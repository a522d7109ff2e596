import { Inject, Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import { Directory, Organization, writeAct } from '#persistence';
import { Problem } from '../../http/problem.js';
import { DirectoryLifecycle } from '../directories/directory-lifecycle.js';

/** Deletes an organization: first its directories, which announce their users, then itself. */
@Injectable()
export class OrganizationRemoval {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(DirectoryLifecycle) private readonly lifecycle: DirectoryLifecycle,
  ) {}

  async remove(id: string): Promise<void> {
    for (;;) {
      const left = await this.close(id);
      if (left.length === 0) return;
      for (const directory of left) await this.lifecycle.remove(directory, 'deactivate');
    }
  }

  /** Marks it deleted, unless it has directories: the row's lock keeps new ones from appearing in between. */
  private close(id: string): Promise<Directory[]> {
    return this.source.transaction(async (manager) => {
      const organization = await manager.findOne(Organization, {
        where: { id, deletedAt: IsNull() },
        lock: { mode: 'pessimistic_write' },
      });
      if (organization === null) throw Problem.notFound('organization', id);
      const left = await manager.findBy(Directory, { organizationId: id, deletedAt: IsNull() });
      if (left.length > 0) return left;
      await manager.update(Organization, { id }, { deletedAt: new Date().toISOString() });
      await writeAct(manager);
      return left;
    });
  }
}
