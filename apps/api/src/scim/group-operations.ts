import { Inject, Injectable } from '@nestjs/common';
import { type PoolClient } from 'pg';
import { Environment } from '#config';
import { type Change, type GroupRecord, groupVersion, type Guard } from '#directory';
import {
  DirectoryReads,
  findsFewGroups,
  type GroupMember,
  type GroupWithMembers,
  NotFewError,
  type Page,
  SearchBusyError,
  Searches,
  SearchTooLongError,
} from '#persistence';
import {
  applyPatch,
  etag,
  GROUP,
  membersOf,
  parsePatch,
  parseProjection,
  parseResource,
  project,
  type Projection,
  type ProjectionParameters,
  ScimError,
  type ScimResource,
  type SearchRequest,
  splitMembers,
  wants,
} from '#scim';
import { AccessInForce } from './access-in-force.js';
import { type ScimScope } from './directory.guard.js';
import { ExtensionRegistry } from './extension-registry.js';
import { answerList, type List, parseList } from './list.js';
import { LongMembers } from './long-members.js';
import { notModified } from './precondition.js';
import { ProfileCheck } from './profile-check.js';
import { groupRepresentation, scimBase } from './representation.js';
import { type ScimAnswer } from './scim-answer.js';
import { ScimChanges } from './scim-changes.js';

/** Undefined: they are not in the answer. */
type ShownMembers = GroupMember[] | LongMembers | undefined;

interface ShownGroup extends Omit<GroupWithMembers, 'members'> {
  members: ShownMembers;
}

/** Why the many members of a group that was just written cannot be read. */
const UNREADABLE = [SearchBusyError, SearchTooLongError, NotFewError];

type GroupWrite = Change & { kind: 'create-group' | 'update-group' };

/** The SCIM operations on groups. Members are read only where the answer shows them. */
@Injectable()
export class GroupOperations {
  constructor(
    @Inject(ScimChanges) private readonly changes: ScimChanges,
    @Inject(DirectoryReads) private readonly reads: DirectoryReads,
    @Inject(Searches) private readonly searches: Searches,
    @Inject(ExtensionRegistry) private readonly extensions: ExtensionRegistry,
    @Inject(ProfileCheck) private readonly profile: ProfileCheck,
    @Inject(AccessInForce) private readonly access: AccessInForce,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  async list(scope: ScimScope, search: SearchRequest): Promise<ScimAnswer> {
    const list = parseList(GROUP, search);
    const { directoryId, gone } = scope;
    const { filter } = list.query;
    const read = (on?: PoolClient) => this.page(scope, list, on);
    // A lookup by an index is what identity providers ask before each write: it waits behind no search.
    const isLookup = filter !== undefined && findsFewGroups(filter);
    const searcher = { tenant: directoryId, gone };
    const page = await (isLookup ? this.searches.lookUp(searcher, read) : this.searches.run(searcher, read));
    return answerList(list, page, (group) => this.represent(group, scope, list.projection));
  }

  async create(
    scope: ScimScope,
    body: unknown,
    parameters: ProjectionParameters = {},
    id?: string,
  ): Promise<ScimAnswer> {
    const projection = parseProjection(GROUP, parameters);
    return await this.access.write(scope, async () => {
      await this.profile.resource(scope, GROUP, body);
      const resource = parseResource(GROUP, body);
      const members = membersOf(body) ?? [];
      const group = await this.submit(scope, { kind: 'create-group', id, resource, members, caller: scope });
      return await this.answer(201, group, scope, projection);
    });
  }

  async read(scope: ScimScope, id: string, parameters: ProjectionParameters, known?: string): Promise<ScimAnswer> {
    const group = await this.reads.group(scope.directoryId, id);
    if (group === undefined) throw ScimError.notFound('Group', id);
    const current = etag(groupVersion(group));
    if (notModified(known, current)) return { status: 304, etag: current };
    const projection = parseProjection(GROUP, parameters);
    const members = wants(projection, 'members') ? await this.membersOf(scope, id, projection) : undefined;
    return this.shown(200, { ...group, members }, scope, projection);
  }

  /** A body without `members` leaves them as they are; `[]` empties the group (OKTA-T14: RFC 7644 §3.5.1 leaves the choice). */
  async replace(
    scope: ScimScope,
    id: string,
    body: unknown,
    parameters: ProjectionParameters = {},
    guard?: Guard,
  ): Promise<ScimAnswer> {
    const projection = parseProjection(GROUP, parameters);
    return await this.access.write(scope, async () => {
      await this.profile.resource(scope, GROUP, body);
      const resource = parseResource(GROUP, body);
      const members = membersOf(body);
      const group = await this.submit(scope, {
        kind: 'update-group',
        id,
        // As with users: a template without `externalId` must not cut the tie to the IdP's group.
        change: ({ externalId }) => ({ ...(externalId !== undefined && { externalId }), ...resource }),
        members: members === undefined ? [] : [{ kind: 'replace', values: members }],
        guard,
        caller: scope,
      });
      return this.answer(200, group, scope, projection);
    });
  }

  /** 204, so that nobody pays for a list of members; 200 where `attributes` asks for a body (docs/scim.md). */
  async patch(
    scope: ScimScope,
    id: string,
    body: unknown,
    parameters: ProjectionParameters = {},
    guard?: Guard,
  ): Promise<ScimAnswer> {
    const projection = parseProjection(GROUP, parameters);
    return await this.access.write(scope, async () => {
      const reading = await this.profile.patch(scope, GROUP, body);
      const { members, attributes } = splitMembers(parsePatch(GROUP, body, reading));
      const group = await this.submit(scope, {
        kind: 'update-group',
        id,
        change: (current: ScimResource) => applyPatch(GROUP, current, attributes),
        members,
        guard,
        caller: scope,
      });
      if (parameters.attributes !== undefined) return this.answer(200, group, scope, projection);
      const base = scimBase(this.environment.publicUrl, scope.directoryId);
      return { status: 204, etag: etag(groupVersion(group)), location: `${base}/Groups/${group.id}` };
    });
  }

  async remove(scope: ScimScope, id: string, guard?: Guard): Promise<ScimAnswer> {
    await this.access.write(scope, () =>
      this.changes.submit(scope.directoryId, { kind: 'delete-group', id, guard, caller: scope }),
    );
    return { status: 204 };
  }

  private async submit(scope: ScimScope, change: GroupWrite): Promise<GroupRecord> {
    const { group } = await this.changes.submit(scope.directoryId, change);
    await this.extensions.note(scope.directoryId, GROUP, group.resource);
    return group;
  }

  private async page(scope: ScimScope, { query, projection }: List, on?: PoolClient): Promise<Page<ShownGroup>> {
    const page = await this.reads.groups(scope.directoryId, query, wants(projection, 'members'), on);
    const items: ShownGroup[] = [];
    for (const { members, ...group } of page.items)
      items.push({
        ...group,
        members: members === null ? await this.longMembersOf(scope, group.id, projection, on!) : members,
      });
    return { ...page, items };
  }

  /** In the room of searches, unless they are few. @throws SearchBusyError, SearchTooLongError, SearchAbandonedError */
  private membersOf(scope: ScimScope, id: string, projection: Projection): Promise<ShownMembers> {
    const { directoryId, gone } = scope;
    return this.searches.lookUp<ShownMembers>({ tenant: directoryId, gone }, (on) =>
      on === undefined ? this.reads.fewMembersOf(id) : this.longMembersOf(scope, id, projection, on),
    );
  }

  private longMembersOf(
    { directoryId }: ScimScope,
    id: string,
    projection: Projection,
    on: PoolClient,
  ): Promise<LongMembers | undefined> {
    const base = scimBase(this.environment.publicUrl, directoryId);
    return LongMembers.of(this.reads.membersOf(id, on), base, projection);
  }

  /** Of a write, which is stored: where its many members cannot be read now, and in Bulk, they are left out of its answer (docs/scim.md). */
  private async answer(
    status: number,
    group: GroupRecord,
    scope: ScimScope,
    projection: Projection,
  ): Promise<ScimAnswer> {
    const members = wants(projection, 'members')
      ? await this.membersAfter(scope, group.id, projection).catch((error: unknown) => {
          if (UNREADABLE.some((known) => error instanceof known)) return undefined;
          throw error;
        })
      : undefined;
    return this.shown(status, { ...group, members }, scope, projection);
  }

  private async membersAfter(scope: ScimScope, id: string, projection: Projection): Promise<ShownMembers> {
    return await (scope.isBulk === true ? this.reads.fewMembersOf(id) : this.membersOf(scope, id, projection));
  }

  private shown(status: number, group: ShownGroup, scope: ScimScope, projection: Projection): ScimAnswer {
    const base = scimBase(this.environment.publicUrl, scope.directoryId);
    return {
      status,
      body: this.represent(group, scope, projection),
      etag: etag(groupVersion(group)),
      location: `${base}/Groups/${group.id}`,
    };
  }

  private represent({ members, ...group }: ShownGroup, { directoryId }: ScimScope, projection: Projection): object {
    const base = scimBase(this.environment.publicUrl, directoryId);
    if (!(members instanceof LongMembers))
      return project(GROUP, groupRepresentation({ ...group, members }, base), projection);
    return { ...project(GROUP, groupRepresentation(group, base), projection), members };
  }
}
