import { join } from 'node:path';
import { type ImportedOrganization } from '#persistence';
import { DirectoryImport } from './directory-import.js';
import { ImportCheckpoint } from './import-checkpoint.js';
import { type ImportOptions } from './options.js';
import { type ImportProgress } from './progress.js';
import { emptyReport, type ImportReport, note, refuse } from './report.js';
import { roleNamesAfter } from './role-names.js';
import { type ImportSource, type SourceDirectory } from './source.js';
import { ImportTarget } from './target.js';

/**
 * Reads everything from the source and stores what is not here yet, a page per transaction. Announces nothing.
 * Interrupted, by a crash or by the signal, the next run of the same import goes on at the page it had reached.
 */
export async function runImport(source: ImportSource, options: ImportOptions): Promise<ImportReport> {
  const target = new ImportTarget(options.environment);
  try {
    return await new ImportRun(source, target, options, await target.store.environmentId()).run();
  } finally {
    await Promise.all([target.close(), source.close()]);
  }
}

class ImportRun {
  private readonly report: ImportReport;
  /** None in a dry run, which has nothing to go on with. */
  private readonly checkpoint: ImportCheckpoint | undefined;
  private readonly filled: DirectoryImport[] = [];
  private readonly progress: ImportProgress = {
    directoryId: '',
    phase: 'groups',
    organizations: 0,
    directories: 0,
    users: 0,
    groups: 0,
    memberships: 0,
  };

  constructor(
    private readonly source: ImportSource,
    private readonly target: ImportTarget,
    private readonly options: ImportOptions,
    environmentId: string,
  ) {
    const file = options.journal ?? join(options.environment.dataDir, `import-${source.name}.journal`);
    const importId = `${source.name} ${source.address} ${environmentId}`;
    this.checkpoint = options.dryRun ? undefined : new ImportCheckpoint(file, importId);
    this.report = emptyReport(source.name, options.dryRun === true, this.checkpoint?.isContinued === true);
  }

  /** What the user stops is no failure, also where it waits for the source. */
  async run(): Promise<ImportReport> {
    try {
      return await this.bringAll();
    } catch (error) {
      if (this.options.signal?.aborted !== true) throw error;
      return this.report;
    }
  }

  private async bringAll(): Promise<ImportReport> {
    const roleNames = await this.importRoles();
    for await (const page of this.source.organizations()) {
      for (const organization of page.items) {
        await this.importOrganization(organization, roleNames);
        if (this.options.signal?.aborted) return this.report;
      }
    }
    // Last and at once: a secret that was made before a crash would be in nobody's report.
    for (const directory of this.filled) await directory.open(this.options.newSecrets === true);
    this.report.finished = true;
    this.checkpoint?.remove();
    return this.report;
  }

  private async importRoles(): Promise<Set<string>> {
    const { roles, notes } = await this.source.roles();
    for (const text of notes) note(this.report, text);
    return await roleNamesAfter(roles, this.target.store, this.report);
  }

  private async importOrganization(given: ImportedOrganization, roleNames: Set<string>): Promise<void> {
    const stored = await this.target.store.organization(given, this.report.dry_run);
    if (stored.state === 'refused') {
      refuse(this.report, { kind: 'organizations', id: given.id, reason: stored.reason });
      return;
    }
    this.report.counts.organizations[stored.state] += 1;
    this.progress.organizations += 1;
    for (const directory of await this.source.directories(given)) {
      if (this.options.signal?.aborted) return;
      await this.importDirectory(given.id, directory, roleNames);
    }
  }

  private async importDirectory(organizationId: string, given: SourceDirectory, roleNames: Set<string>): Promise<void> {
    const { source, target, report, checkpoint, progress, options } = this;
    this.progress.directoryId = given.id;
    const directory = new DirectoryImport(source, target, report, organizationId, given, (phase, counts, position) => {
      if (position !== undefined) checkpoint?.reached(given.id, position);
      progress.phase = phase;
      for (const [kind, count] of Object.entries(counts)) progress[kind as 'users' | 'groups' | 'memberships'] += count;
      options.onProgress?.({ ...progress });
      return options.signal?.aborted !== true;
    });
    if (!(await directory.store(roleNames))) return;
    progress.directories += 1;
    if (checkpoint?.isDone(given.id) !== true) {
      if (!(await directory.fill(checkpoint?.positionOf(given.id)))) return;
      checkpoint?.finished(given.id);
    }
    this.filled.push(directory);
  }
}
