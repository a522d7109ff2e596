import { mappingProblems, type ImportChange } from '#directory';
import { AddressPolicy } from '#webhooks';
import { type Position } from './import-checkpoint.js';
import { type Phase } from './progress.js';
import { type DirectoryReport, type ImportReport, note, refuse } from './report.js';
import {
  type ImportSource,
  type Listing,
  type Readable,
  type SourceDirectory,
  type SourceGroup,
  type SourcePage,
  type SourceUser,
} from './source.js';
import { type ImportTarget } from './target.js';

type RecordKind = 'users' | 'groups';

/** Read with a page; undefined where the import is to stop before the page is through. */
type Seen = Record<string, number> | undefined;

/** After each page. `position`: where the import goes on after a crash now. Answers false where it is to stop. */
type Reached = (phase: Phase, counts: Record<string, number>, position?: Position) => boolean;

const PHASES: readonly Phase[] = ['groups', 'users', 'memberships'];

/** One directory, from its settings to its memberships: groups first, so that users come with theirs. */
export class DirectoryImport {
  private readonly id: string;
  /** Of the phase under way. */
  private pages = 0;

  constructor(
    private readonly source: ImportSource,
    private readonly target: ImportTarget,
    private readonly report: ImportReport,
    private readonly organizationId: string,
    private readonly given: SourceDirectory,
    private readonly reached: Reached,
  ) {
    this.id = given.id;
  }

  /** The directory itself. @returns false where it cannot be stored */
  async store(roleNames: ReadonlySet<string>): Promise<boolean> {
    const { given, report } = this;
    for (const text of given.notes) note(report, `${this.id}: ${text}`);
    const { id, name, type, provider, enabled, secret } = given;
    const stored = await this.target.store.directory(
      {
        id,
        organizationId: this.organizationId,
        name,
        type,
        provider,
        enabled,
        attributeMappings: this.usableMappings(),
        roleAssignments: this.usableAssignments(roleNames),
        secret,
      },
      report.dry_run,
    );
    if (stored.state === 'refused') {
      refuse(report, { kind: 'directories', id: this.id, reason: stored.reason });
      return false;
    }
    report.counts.directories[stored.state] += 1;
    return true;
  }

  /** Its groups, users and memberships, from a position on. @returns false where it was stopped */
  async fill(position: Position = { phase: 'groups', from: undefined }): Promise<boolean> {
    for (const phase of PHASES.slice(PHASES.indexOf(position.phase))) {
      const from = phase === position.phase ? position.from : undefined;
      if (!(await this.pass(phase, from))) return false;
    }
    return true;
  }

  /** What identity providers and receivers need; last, so that nobody writes to it while it is filled. */
  async open(newSecret: boolean): Promise<void> {
    await this.storeEndpoint();
    if (this.given.type !== 'SCIM') return;
    const { store } = this.target;
    const scim_endpoint = `${this.target.environment.publicUrl}/directory/${this.id}/scim/v2`;
    const entry: DirectoryReport = {
      id: this.id,
      source_id: this.given.sourceId,
      organization_id: this.organizationId,
      scim_endpoint,
      secret: 'needed',
    };
    if (await store.hasSecret(this.id)) entry.secret = this.given.secret === null ? 'present' : 'kept';
    else if (this.report.dry_run && this.given.secret !== null) entry.secret = 'kept';
    else if (newSecret) {
      entry.secret = 'new';
      if (!this.report.dry_run) entry.plain_secret = await store.newSecret(this.id);
    }
    this.report.directories.push(entry);
  }

  private async pass(phase: Phase, from: string | undefined): Promise<boolean> {
    this.pages = 0;
    try {
      return await this.passFrom(phase, from);
    } catch (error) {
      if (from === undefined || this.pages > 0) throw error;
      // A position that the source no longer knows costs reading the phase again, nothing else.
      note(this.report, `${this.id}: ${phase} were read from the beginning again`);
      return await this.passFrom(phase, undefined);
    }
  }

  private passFrom(phase: Phase, from: string | undefined): Promise<boolean> {
    const { source, organizationId, given } = this;
    switch (phase) {
      case 'groups':
        return this.walk(phase, source.groups(organizationId, given, from), (page) => this.storeGroups(page));
      case 'users':
        return this.walk(phase, source.users(organizationId, given, from), (page) => this.storeUsers(page));
      case 'memberships':
        return this.walk(phase, source.groups(organizationId, given, from), (page) => this.storeMemberships(page));
    }
  }

  private async walk<T>(phase: Phase, listing: Listing<T>, store: (items: T[]) => Promise<Seen>): Promise<boolean> {
    for await (const page of listing) {
      this.pages += 1;
      const seen = await store(page.items);
      if (seen === undefined || !this.reached(phase, seen, positionAfter(phase, page))) return false;
    }
    return true;
  }

  private async storeGroups(groups: SourceGroup[]): Promise<Seen> {
    const readable = this.readable('groups', groups);
    const changes = readable.map(({ id, resource }) => ({ kind: 'import-group' as const, id, resource, caller: {} }));
    await this.storeRecords('groups', changes);
    return { groups: groups.length };
  }

  private async storeUsers(users: SourceUser[]): Promise<Seen> {
    const readable = this.readable('users', users);
    const changes = readable.map(({ id, resource, groupIds }) => {
      return { kind: 'import-user' as const, id, resource, groupIds, caller: {} };
    });
    const created = await this.storeRecords('users', changes);
    let memberships = 0;
    for (const { id, groupIds } of readable) {
      const unknown = created.get(id);
      if (unknown !== undefined) memberships += groupIds.length - unknown;
    }
    this.report.counts.memberships.created += memberships;
    return { users: users.length, memberships };
  }

  /** @returns those that were not here, and how many of their groups are not */
  private async storeRecords(
    kind: RecordKind,
    changes: (ImportChange & { kind: 'import-user' | 'import-group' })[],
  ): Promise<Map<string, number>> {
    const created = new Map<string, number>();
    const counts = this.report.counts[kind];
    if (this.report.dry_run) {
      const owners = await this.target.store.owners(
        kind,
        changes.map(({ id }) => id),
      );
      for (const { id } of changes) {
        const owner = owners.get(id);
        if (owner === undefined) created.set(id, 0);
        else if (owner === this.id) counts.present += 1;
        else refuse(this.report, { kind, id, reason: `the directory ${owner} has it` });
      }
    } else {
      const arrivals = await this.target.write(this.id, changes);
      arrivals.forEach((arrival, index) => {
        const { id } = changes[index]!;
        if ('refused' in arrival) refuse(this.report, { kind, id, reason: arrival.refused });
        else if (arrival.imported === 1) created.set(id, arrival.unknown);
        else counts.present += 1;
      });
    }
    counts.created += created.size;
    return created;
  }

  /** Those that did not come with their users: where the source does not say them there, or counts more. */
  private async storeMemberships(groups: SourceGroup[]): Promise<Seen> {
    const readable = this.readable('groups', groups, false);
    const stored = await this.target.store.memberCounts(readable.map(({ id }) => id));
    for (const group of readable) {
      if (group.members !== undefined && (this.report.dry_run || stored.get(group.id) === group.members)) continue;
      for await (const { items } of this.source.members(this.organizationId, this.given, group.sourceId)) {
        await this.joinAll(group.id, items);
        if (!this.reached('memberships', { memberships: items.length })) return undefined;
      }
    }
    return {};
  }

  private async joinAll(groupId: string, userIds: string[]): Promise<void> {
    if (this.report.dry_run) this.report.counts.memberships.created += userIds.length;
    else for (const portion of await this.target.store.portions(userIds)) await this.join(groupId, portion);
  }

  private async join(groupId: string, userIds: string[]): Promise<void> {
    const { counts } = this.report;
    const change = { kind: 'import-members' as const, groupId, userIds, caller: {} };
    const [arrival] = await this.target.write(this.id, [change]);
    if (arrival === undefined) return;
    if ('refused' in arrival) {
      refuse(this.report, { kind: 'memberships', id: groupId, reason: arrival.refused }, userIds.length);
      return;
    }
    const { imported, unknown } = arrival;
    counts.memberships.created += imported;
    counts.memberships.present += userIds.length - imported - unknown;
    if (unknown === 0) return;
    const reason = `${unknown} of its members are users whom the directory does not have`;
    refuse(this.report, { kind: 'memberships', id: groupId, reason }, unknown);
  }

  private readable<T extends object>(kind: RecordKind, records: Readable<T>[], reports = true): ({ id: string } & T)[] {
    return records.flatMap((record) => {
      if (record.problem === undefined) return [record];
      if (reports) refuse(this.report, { kind, id: record.id, reason: record.problem });
      return [];
    });
  }

  private usableMappings(): SourceDirectory['attributeMappings'] {
    return this.given.attributeMappings.filter((mapping) => {
      const [problem] = mappingProblems([mapping]);
      if (problem !== undefined) {
        const what = `the mapping of ${mapping.key} to ${JSON.stringify(mapping.map_to)} was left out`;
        note(this.report, `${this.id}: ${what}: ${problem.description}`);
      }
      return problem === undefined;
    });
  }

  private usableAssignments(roleNames: ReadonlySet<string>): SourceDirectory['roleAssignments'] {
    return this.given.roleAssignments.filter(({ group_id, role_name }) => {
      if (roleNames.has(role_name)) return true;
      note(this.report, `${this.id}: the role ${role_name} of ${group_id} was left out: there is no such role`);
      return false;
    });
  }

  private async storeEndpoint(): Promise<void> {
    const { endpoint } = this.given;
    if (endpoint === undefined) return;
    const { environment, store, cipher } = this.target;
    const checked = new AddressPolicy({ allowPrivate: environment.allowPrivateEndpoints }).checkUrl(endpoint.url);
    if (!checked.ok) {
      refuse(this.report, { kind: 'endpoints', id: endpoint.id, reason: `its URL is refused: ${checked.problem}` });
      return;
    }
    const { id, url, secret, eventTypes, payloadFormat } = endpoint;
    const stored = await store.endpoint(
      {
        id,
        url,
        description: `Imported from ${this.source.name}`,
        eventTypes,
        organizationId: this.organizationId,
        directoryId: this.id,
        payloadFormat,
        secretCipher: cipher.encrypt(secret),
      },
      this.report.dry_run,
    );
    if (stored.state !== 'refused') this.report.counts.endpoints[stored.state] += 1;
  }
}

/** After the last page of a phase: the beginning of the next one. */
function positionAfter(phase: Phase, page: SourcePage<unknown>): Position | undefined {
  if (page.next !== undefined) return { phase, from: page.next };
  const next = PHASES[PHASES.indexOf(phase) + 1];
  return next === undefined ? undefined : { phase: next, from: undefined };
}
