import { type ModelGroup, type ModelState } from './model.js';
import { type MemberChange } from './operation.js';

export interface MemberEffect {
  before: ModelState;
  state: ModelState;
  /** Users who are members now and were not, or the other way round. */
  touched: ReadonlySet<string>;
  /** The stored list differs at some point: references count. */
  changed: boolean;
}

/** Applies the operations in order. */
export function applyMembers(before: ModelState, group: ModelGroup, changes: readonly MemberChange[]): MemberEffect {
  let { members, references } = group;
  let changed = false;
  for (const { op, values } of changes) {
    const was = { members, references };
    if (op === 'remove') {
      const named = (id: string) => values.includes(id) || values.includes(before.users.get(id)?.externalId ?? id);
      members = members.filter((id) => !named(id));
      references = references.filter((value) => !values.includes(value));
    } else {
      const found = values.map((value) => ({ value, id: resolve(before, value) }));
      const ids = found.flatMap(({ id }) => (id === undefined ? [] : [id]));
      const unknown = found.flatMap(({ value, id }) => (id === undefined ? [value] : []));
      const isKept = (list: readonly string[]) => (value: string) => op === 'add' || list.includes(value);
      members = [...new Set([...members.filter(isKept(ids)), ...ids])];
      references = [...new Set([...references.filter(isKept(values)), ...unknown])];
    }
    changed ||= differ(was.members, members) || differ(was.references, references);
  }
  const touched = new Set([
    ...members.filter((id) => !group.members.includes(id)),
    ...group.members.filter((id) => !members.includes(id)),
  ]);
  const stored = { ...before.groups.get(group.id)!, members, references };
  return { before, state: before.withGroup(stored), touched, changed };
}

/** A user by id, or by externalId where no id fits: the first of several. */
function resolve(state: ModelState, value: string): string | undefined {
  if (state.live(value) !== undefined) return value;
  return [...state.users.values()]
    .filter(({ externalId, deletedIn }) => deletedIn === null && externalId === value)
    .map(({ id }) => id)
    .sort()[0];
}

function differ(before: readonly string[], after: readonly string[]): boolean {
  return before.length !== after.length || before.some((value) => !after.includes(value));
}
