import { type Random } from './random.js';
import { NOBODY, patchBody, type Person, type PersonState, userResource } from './person.js';

/** One change as an identity provider sends it, and what has to come of it. */
export interface Operation {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: object;
  /** What each person it touches is afterwards. */
  effects: { person: Person; after: PersonState }[];
  /** The event that each of them must raise; undefined: none, as receivers know already that they are gone. */
  type: 'user_created' | 'user_updated' | 'user_deleted' | undefined;
  /** What a repetition is answered with when an earlier try was stored, but its answer lost; undefined: a 2xx. */
  repeated?: 404 | 409;
}

interface Directory {
  people: Person[];
  groups: string[];
  /** The id that the broker answered with. */
  idOf(person: Person): string;
  title(): string;
}

/** Draws the next change. */
export function drawOperation(random: Random, directory: Directory): Operation {
  const person = random.pick(directory.people);
  if (!person.state.exists) return create(person, directory);
  if (!person.state.active) return random.chance(0.7) ? activate(person, directory, true) : remove(person, directory);
  const dice = random.next();
  if (dice < 0.5) return retitle(person, directory);
  if (dice < 0.6) return replace(person, directory);
  if (dice < 0.7) return activate(person, directory, false);
  if (dice < 0.75) return remove(person, directory);
  return changeMembers(random, directory);
}

function create(person: Person, { title }: Directory): Operation {
  const after = { ...NOBODY, exists: true, active: true, title: title() };
  const body = userResource(person.externalId, after.title);
  return { method: 'POST', path: '/Users', body, effects: [{ person, after }], type: 'user_created', repeated: 409 };
}

function retitle(person: Person, { idOf, title }: Directory): Operation {
  const after = { ...person.state, title: title() };
  const body = patchBody({ op: 'replace', path: 'title', value: after.title });
  const path = `/Users/${idOf(person)}`;
  return { method: 'PATCH', path, body, effects: [{ person, after }], type: 'user_updated' };
}

function replace(person: Person, { idOf, title }: Directory): Operation {
  const after = { ...person.state, title: title() };
  const body = userResource(person.externalId, after.title);
  return { method: 'PUT', path: `/Users/${idOf(person)}`, body, effects: [{ person, after }], type: 'user_updated' };
}

function activate(person: Person, { idOf, title }: Directory, active: boolean): Operation {
  const after = { ...person.state, active, title: title() };
  const body = patchBody(
    { op: 'replace', path: 'active', value: active },
    { op: 'replace', path: 'title', value: after.title },
  );
  const type = active ? 'user_created' : 'user_deleted';
  return { method: 'PATCH', path: `/Users/${idOf(person)}`, body, effects: [{ person, after }], type };
}

function remove(person: Person, { idOf }: Directory): Operation {
  const after = { ...person.state, exists: false, active: false, groups: [] };
  const type = person.state.active ? 'user_deleted' : undefined;
  return { method: 'DELETE', path: `/Users/${idOf(person)}`, effects: [{ person, after }], type, repeated: 404 };
}

/** Adds up to three people to a group, or takes them out. */
function changeMembers(random: Random, directory: Directory): Operation {
  const group = random.pick(directory.groups);
  const active = directory.people.filter(({ state }) => state.active);
  const joining = random.chance(0.6);
  const chosen = [...new Set(Array.from({ length: random.between(1, 3) }, () => random.pick(active)))];
  const touched = chosen.filter(({ state }) => state.groups.includes(group) !== joining);
  if (touched.length === 0) return retitle(random.pick(active), directory);
  const value = touched.map((person) => ({ value: directory.idOf(person) }));
  return {
    method: 'PATCH',
    path: `/Groups/${group}`,
    body: patchBody({ op: joining ? 'add' : 'remove', path: 'members', value }),
    effects: touched.map((person) => {
      const others = person.state.groups.filter((id) => id !== group);
      return { person, after: { ...person.state, groups: joining ? [...others, group] : others } };
    }),
    type: 'user_updated',
  };
}
