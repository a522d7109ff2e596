import { isDeepStrictEqual } from 'node:util';
import { groupVersion } from '#directory';
import {
  differing,
  groupFacts,
  type ModelEvent,
  type ModelGroup,
  type ModelState,
  type ModelUser,
  patched,
  replaced,
  userFacts,
  userShown,
  versionOf,
} from './model.js';
import { applyMembers, type MemberEffect } from './model-members.js';
import { type Answer, type MemberChange, type Operation } from './operation.js';

/** A step that fits the answer, or why none does. */
export type Step = { state: ModelState; events: ModelEvent[] } | { problem: string };

type Outcome = { state: ModelState; events: ModelEvent[]; answer: Answer };

/** What a directory does when one request comes after the other. */
export class SequentialDirectory {
  /** @param burst the number of the burst that is looked at */
  constructor(private readonly burst: number) {}

  step(state: ModelState, operation: Operation, answer: Answer): Step {
    const outcome = this.run(state, operation, answer);
    if (isDeepStrictEqual(outcome.answer, answer)) return { state: outcome.state, events: outcome.events };
    return { problem: `expected ${JSON.stringify(outcome.answer)}` };
  }

  private run(state: ModelState, operation: Operation, answer: Answer): Outcome {
    switch (operation.kind) {
      case 'create-user':
        return this.createUser(state, operation, answer);
      case 'read-user': {
        const user = state.live(operation.id);
        return user === undefined ? refused(state, 404) : showUser(state, user, 200, []);
      }
      case 'patch-user':
        return this.updateUser(state, operation, (user) => patched(user, operation.input));
      case 'put-user':
        return this.updateUser(state, operation, (user) => replaced(user, operation.input));
      case 'delete-user':
        return this.deleteUser(state, operation);
      case 'create-group':
        return this.createGroup(state, operation, answer);
      case 'patch-group':
      case 'put-group':
        return this.updateGroup(state, operation);
      case 'delete-group':
        return this.deleteGroup(state, operation);
    }
  }

  private createUser(state: ModelState, { input }: Operation & { kind: 'create-user' }, { id }: Answer): Outcome {
    if (isNameTaken(state, input.userName)) return refused(state, 409);
    const externalId = input.externalId ?? null;
    const candidates = leaversFor(state, input.userName, externalId);
    const leaver = candidates.find((user) => user.id === id) ?? candidates[0];
    // A new record has an id that nobody had.
    if (leaver === undefined && (id === undefined || state.users.has(id))) return refused(state, 201);
    const created: ModelUser = {
      id: leaver?.id ?? id!,
      userName: input.userName,
      externalId,
      title: input.title ?? null,
      active: input.active ?? true,
      deletedIn: null,
      announced: false,
      version: leaver?.version ?? 0,
      revision: (leaver?.revision ?? 0) + 1,
    };
    const next = joined(state.withUser(created), [externalId, leaver?.id], created.id);
    const { after, events } = announced(state, leaver, next, created);
    return showUser(next.withUser(after), after, 201, events, after.id);
  }

  private updateUser(
    state: ModelState,
    { id, match, input }: { id: string; match?: string; input: { active?: boolean } },
    change: (user: ModelUser) => ModelUser,
  ): Outcome {
    const before = state.live(id);
    if (before === undefined) return refused(state, 404);
    if (match !== undefined && match !== versionOf(state, before)) return refused(state, 412);
    const wanted = change(before);
    const isTaken = keyOf(wanted.userName) !== keyOf(before.userName) && isNameTaken(state, wanted.userName);
    // A name that somebody else has keeps no leaver in: the user is deactivated under the old name.
    if (isTaken && input.active !== false) return refused(state, 409);
    const changed = isTaken ? { ...wanted, userName: before.userName } : wanted;
    if (isDeepStrictEqual(changed, before)) return showUser(state, before, 200, []);
    const stored = { ...changed, revision: before.revision + 1 };
    const isNamed = stored.externalId !== null && stored.externalId !== before.externalId;
    const next = joined(state.withUser(stored), isNamed ? [stored.externalId] : [], id);
    const { after, events } = announced(state, before, next, stored);
    return showUser(next.withUser(after), after, 200, events);
  }

  private deleteUser(state: ModelState, { id, match }: { id: string; match?: string }): Outcome {
    const before = state.live(id);
    if (before === undefined) return refused(state, 404);
    if (match !== undefined && match !== versionOf(state, before)) return refused(state, 412);
    const gone: ModelUser = { ...before, active: false, deletedIn: this.burst, revision: before.revision + 1 };
    let next = state.withUser(gone);
    for (const group of state.groupsOf(id)) {
      next = next.withGroup({
        ...group,
        revision: group.revision + 1,
        members: group.members.filter((member) => member !== id),
      });
    }
    const { after, events } = announced(state, before, next, gone);
    return { state: next.withUser(after), events, answer: { status: 204 } };
  }

  private createGroup(
    state: ModelState,
    { displayName, externalId = null, members }: { displayName: string; externalId?: string | null; members: string[] },
    { id }: Answer,
  ): Outcome {
    const group: ModelGroup = {
      id: id ?? '',
      displayName,
      externalId,
      version: 1,
      revision: 1,
      members: [],
      references: [],
    };
    if (isGroupNameTaken(state, group)) return refused(state, 409);
    if (id === undefined || state.groups.has(id)) return refused(state, 201);
    const events = [groupEvent('group_created', group)];
    const effect = applyMembers(state.withGroup(group), group, [{ op: 'add', values: members }]);
    const told = announceMembers(effect);
    return showGroup(told.state, group, 201, [...events, ...told.events], group.id);
  }

  private updateGroup(state: ModelState, operation: Operation & { kind: 'patch-group' | 'put-group' }): Outcome {
    const before = state.groups.get(operation.id);
    if (before === undefined) return refused(state, 404);
    if (operation.match !== undefined && operation.match !== groupVersion(before)) return refused(state, 412);
    const externalId =
      operation.kind === 'patch-group' ? (operation.externalId ?? before.externalId) : before.externalId;
    const after: ModelGroup = { ...before, displayName: operation.displayName ?? before.displayName, externalId };
    const isRenamed = keyOf(after.displayName) !== keyOf(before.displayName) || after.externalId !== before.externalId;
    if (isRenamed && isGroupNameTaken(state, after)) return refused(state, 409);
    const previous = differing(groupFacts(before), groupFacts(after));
    if (previous !== undefined) after.version += 1;
    const events = previous === undefined ? [] : [groupEvent('group_updated', after, previous)];
    const effect = applyMembers(state.withGroup(after), after, memberChanges(operation));
    const told = announceMembers(effect);
    const stored = { ...told.state.groups.get(after.id)! };
    if (previous !== undefined || effect.changed) stored.revision += 1;
    const next = told.state.withGroup(stored);
    // The answer to a PATCH has no body.
    if (operation.kind === 'put-group') return showGroup(next, stored, 200, [...events, ...told.events]);
    return {
      state: next,
      events: [...events, ...told.events],
      answer: { status: 204, version: groupVersion(stored) },
    };
  }

  private deleteGroup(state: ModelState, { id, match }: { id: string; match?: string }): Outcome {
    const group = state.groups.get(id);
    if (group === undefined) return refused(state, 404);
    if (match !== undefined && match !== groupVersion(group)) return refused(state, 412);
    const told = announceMembers(applyMembers(state, group, [{ op: 'replace', values: [] }]));
    const gone = { ...group, version: group.version + 1 };
    const events = [...told.events, groupEvent('group_deleted', gone)];
    return { state: told.state.withoutGroup(id), events, answer: { status: 204 } };
  }
}

function memberChanges(operation: Operation & { kind: 'patch-group' | 'put-group' }): MemberChange[] {
  if (operation.kind === 'patch-group') return operation.members;
  return operation.members === undefined ? [] : [{ op: 'replace', values: operation.members }];
}

/** Every group that waits for somebody of these names has the user as a member. */
function joined(state: ModelState, names: readonly (string | null | undefined)[], userId: string): ModelState {
  let next = state;
  for (const group of state.groups.values()) {
    const references = group.references.filter((value) => !names.includes(value));
    if (references.length === group.references.length) continue;
    const revision = group.revision + group.references.length - references.length;
    next = next.withGroup({ ...group, revision, references, members: [...new Set([...group.members, userId])] });
  }
  return next;
}

/** One `user_updated` per member who came or went, by id; the revision of each counts. */
function announceMembers({ before, state, touched }: MemberEffect): { state: ModelState; events: ModelEvent[] } {
  let next = state;
  const events: ModelEvent[] = [];
  for (const id of [...touched].sort()) {
    const user = next.users.get(id)!;
    const told = announced(before, user, next, { ...user, revision: user.revision + 1 });
    next = next.withUser(told.after);
    events.push(...told.events);
  }
  return { state: next, events };
}

/** What a change announces of a user under the default policy: who is deactivated is announced as deleted. */
function announced(
  was: ModelState,
  before: ModelUser | undefined,
  is: ModelState,
  user: ModelUser,
): { after: ModelUser; events: ModelEvent[] } {
  const after = { ...user };
  const facts = userFacts(is, after);
  const event = (type: string, previous?: Record<string, unknown>) => {
    after.version += 1;
    after.announced = type !== 'user_deleted';
    return { after, events: [{ type, id: after.id, version: after.version, data: facts, previous }] };
  };
  if (before === undefined || !before.announced) {
    return after.active ? event('user_created') : { after, events: [] };
  }
  const previous = differing(userFacts(was, before), facts);
  if (!after.active) return event('user_deleted', previous);
  return previous === undefined ? { after, events: [] } : event('user_updated', previous);
}

/** Those who come back under their id, any of whom may be the latest: the model does not see times within a burst. */
function leaversFor(state: ModelState, userName: string, externalId: string | null): ModelUser[] {
  const users = [...state.users.values()];
  if (externalId !== null) {
    const known = users.filter((user) => user.externalId === externalId);
    if (known.some(({ deletedIn }) => deletedIn === null)) return [];
    if (known.length > 0) return latest(known);
  }
  return latest(
    users.filter(
      (user) =>
        user.deletedIn !== null &&
        keyOf(user.userName) === keyOf(userName) &&
        (externalId === null || user.externalId === null),
    ),
  );
}

function latest(leavers: ModelUser[]): ModelUser[] {
  const last = Math.max(...leavers.map(({ deletedIn }) => deletedIn!));
  return leavers.filter(({ deletedIn }) => deletedIn === last);
}

function isNameTaken(state: ModelState, userName: string): boolean {
  return [...state.users.values()].some((user) => user.deletedIn === null && keyOf(user.userName) === keyOf(userName));
}

/** Two groups may share a name where both have an externalId of their own. */
function isGroupNameTaken(state: ModelState, group: ModelGroup): boolean {
  return [...state.groups.values()].some((other) => {
    if (other.id === group.id || keyOf(other.displayName) !== keyOf(group.displayName)) return false;
    return group.externalId === null || other.externalId === null || group.externalId === other.externalId;
  });
}

function keyOf(name: string): string {
  return name.toLowerCase();
}

function groupEvent(type: string, group: ModelGroup, previous?: Record<string, unknown>): ModelEvent {
  return { type, id: group.id, version: group.version, data: groupFacts(group), previous };
}

function refused(state: ModelState, status: number): Outcome {
  return { state, events: [], answer: { status } };
}

function showUser(state: ModelState, user: ModelUser, status: number, events: ModelEvent[], id = user.id): Outcome {
  return { state, events, answer: { status, id, version: versionOf(state, user), shown: userShown(state, user) } };
}

function showGroup(state: ModelState, group: ModelGroup, status: number, events: ModelEvent[], id = group.id): Outcome {
  const { displayName, externalId } = group;
  return { state, events, answer: { status, id, version: groupVersion(group), shown: { displayName, externalId } } };
}
