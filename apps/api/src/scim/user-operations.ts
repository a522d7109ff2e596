import { Inject, Injectable } from '@nestjs/common';
import { type PoolClient } from 'pg';
import { Environment } from '#config';
import { type Change, type Guard, type UserRecord, userVersion } from '#directory';
import { DirectoryReads, findsFewUsers, Searches } from '#persistence';
import {
  etag,
  parseProjection,
  parseResource,
  project,
  type Projection,
  type ProjectionParameters,
  ScimError,
  type SearchRequest,
  USER,
} from '#scim';
import { AccessInForce } from './access-in-force.js';
import { type ScimScope } from './directory.guard.js';
import { GateCheck } from './gate-check.js';
import { ExtensionRegistry } from './extension-registry.js';
import { answerList, parseList } from './list.js';
import { notModified } from './precondition.js';
import { ProfileCheck } from './profile-check.js';
import { scimBase, userRepresentation } from './representation.js';
import { type ScimAnswer } from './scim-answer.js';
import { ScimChanges } from './scim-changes.js';
import { UserUpdate } from './user-update.js';

type UserWrite = Change & { kind: 'create-user' | 'update-user' };

/** The SCIM operations on users: from what a client sends to what it is answered. */
@Injectable()
export class UserOperations {
  constructor(
    @Inject(ScimChanges) private readonly changes: ScimChanges,
    @Inject(DirectoryReads) private readonly reads: DirectoryReads,
    @Inject(Searches) private readonly searches: Searches,
    @Inject(ExtensionRegistry) private readonly extensions: ExtensionRegistry,
    @Inject(GateCheck) private readonly gate: GateCheck,
    @Inject(ProfileCheck) private readonly profile: ProfileCheck,
    @Inject(AccessInForce) private readonly access: AccessInForce,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  async list(scope: ScimScope, search: SearchRequest): Promise<ScimAnswer> {
    const list = parseList(USER, search);
    const { directoryId, gone } = scope;
    const { filter } = list.query;
    const read = (on?: PoolClient) => this.reads.users(directoryId, list.query, on);
    // A lookup by an index is what identity providers ask before each write: it waits behind no search.
    const isLookup = filter !== undefined && findsFewUsers(filter);
    const searcher = { tenant: directoryId, gone };
    const page = await (isLookup ? this.searches.lookUp(searcher, read) : this.searches.run(searcher, read));
    const base = scimBase(this.environment.publicUrl, scope.directoryId);
    return answerList(list, page, (user) => project(USER, userRepresentation(user, base), list.projection));
  }

  async create(
    scope: ScimScope,
    body: unknown,
    parameters: ProjectionParameters = {},
    id?: string,
  ): Promise<ScimAnswer> {
    const projection = parseProjection(USER, parameters);
    return await this.access.write(scope, async () => {
      await this.profile.resource(scope, USER, body);
      const resource = parseResource(USER, body);
      if (scope.gate !== null) await this.gate.create(scope, resource);
      const user = await this.submit(scope, { kind: 'create-user', id, resource, caller: scope });
      return this.answer(201, user, scope, projection);
    });
  }

  async read(scope: ScimScope, id: string, parameters: ProjectionParameters, known?: string): Promise<ScimAnswer> {
    const user = await this.reads.user(scope.directoryId, id);
    if (user === undefined) throw ScimError.notFound('User', id);
    const current = etag(userVersion(user));
    if (notModified(known, current)) return { status: 304, etag: current };
    return this.answer(200, user, scope, parseProjection(USER, parameters));
  }

  async replace(
    scope: ScimScope,
    id: string,
    body: unknown,
    parameters: ProjectionParameters = {},
    guard?: Guard,
  ): Promise<ScimAnswer> {
    const projection = parseProjection(USER, parameters);
    return await this.access.write(scope, async () => {
      await this.profile.resource(scope, USER, body);
      return await this.update(scope, id, UserUpdate.ofPut(body), projection, guard);
    });
  }

  async patch(
    scope: ScimScope,
    id: string,
    body: unknown,
    parameters: ProjectionParameters = {},
    guard?: Guard,
  ): Promise<ScimAnswer> {
    const projection = parseProjection(USER, parameters);
    return await this.access.write(scope, async () => {
      const reading = await this.profile.patch(scope, USER, body);
      return await this.update(scope, id, UserUpdate.ofPatch(body, reading), projection, guard);
    });
  }

  async remove(scope: ScimScope, id: string, guard?: Guard): Promise<ScimAnswer> {
    await this.access.write(scope, () =>
      this.changes.submit(scope.directoryId, { kind: 'delete-user', id, guard, caller: scope }),
    );
    return { status: 204 };
  }

  private async update(
    scope: ScimScope,
    id: string,
    update: UserUpdate,
    projection: Projection,
    guard?: Guard,
  ): Promise<ScimAnswer> {
    const { change, leavesNameAside } = update;
    const submit = (activates?: () => void) =>
      this.submit(scope, { kind: 'update-user', id, change, leavesNameAside, activates, guard, caller: scope });
    const user = await (scope.gate === null ? submit() : this.gate.update(scope, id, change, submit));
    return this.answer(200, user, scope, projection, update.warnings);
  }

  private async submit(scope: ScimScope, change: UserWrite): Promise<UserRecord> {
    const { user } = await this.changes.submit(scope.directoryId, change);
    await this.extensions.note(scope.directoryId, USER, user.resource);
    return user;
  }

  private answer(
    status: number,
    user: UserRecord,
    scope: ScimScope,
    projection: Projection,
    leftAside: string[] = [],
  ): ScimAnswer {
    const { unreadDeparture: undated, leftAside: unshaped = [] } = user;
    const warnings = [
      ...leftAside,
      ...(undated === undefined ? [] : [noDate(undated, user.active)]),
      ...(unshaped.length === 0 ? [] : [tooMuchWork(unshaped)]),
    ];
    const base = scimBase(this.environment.publicUrl, scope.directoryId);
    return {
      status,
      body: project(USER, userRepresentation(user, base), projection),
      etag: etag(userVersion(user)),
      location: `${base}/Users/${user.id}`,
      warnings,
    };
  }
}

function noDate(attribute: string, isActive: boolean): string {
  const effect = isActive ? 'no departure is scheduled' : 'the user stays out, as the last date has it';
  return `${attribute} is no date: ${effect}`;
}

const MOST_NAMED = 5;

function tooMuchWork(names: string[]): string {
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return `${names.slice(0, MOST_NAMED).join(', ')}${more}: left aside, as mapping and group rules take too many steps for this user`;
}
