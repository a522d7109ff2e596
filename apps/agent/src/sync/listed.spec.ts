import { describe, expect, it } from 'vitest';
import { type StagedGroup, type StagedUser } from '#connectors';
import { AgentState, type Person } from '../state/agent-state.js';
import { Approval } from './approval.js';
import { intend } from './intend.js';
import { Listed } from './listed.js';
import { memberChanges } from './member-changes.js';

const person = (externalId: string, more: Partial<StagedUser> = {}): StagedUser => ({
  externalId,
  resource: { externalId, userName: `${externalId}@acme.com`, active: true },
  references: [`uid=${externalId}`],
  manager: null,
  groups: null,
  absent: [],
  ...more,
});

const group = (externalId: string, members: string[], more: Partial<StagedGroup> = {}): StagedGroup => ({
  externalId,
  resource: { externalId, displayName: externalId },
  references: [`cn=${externalId}`],
  members,
  nested: [],
  everyone: false,
  ...more,
});

const stateOf = () => new AgentState('LDAP', 'https://rollcall.example/scim/v2');

describe('the members of a listed group', () => {
  const state = stateOf();
  const listed = new Listed(state);
  listed.addPeople([person('a'), person('b', { groups: ['Berlin'] }), person('c', { groups: ['Berlin'] })]);
  listed.addGroups([
    group('one', ['a', 'uid=b', 'uid=stranger', 'cn=two']),
    group('outer', ['uid=a'], { nested: ['cn=inner'] }),
    group('inner', ['uid=c'], { nested: ['cn=outer', 'cn=nowhere'] }),
    group('all', [], { everyone: true }),
  ]);
  listed.addGroups([group('one', ['c'])]);
  const members = (name: string) =>
    [...listed.membersOf(name)].map((number) => state.numbered(number)!.externalId).sort();

  it.each([
    ['those named by id or reference, in all its parts', 'one', ['a', 'b', 'c']],
    ['those of the groups within, also in a circle', 'outer', ['a', 'c']],
    ['the same from its other end', 'inner', ['a', 'c']],
    ['everybody', 'all', ['a', 'b', 'c']],
    ['those who have the value', 'Berlin', ['b', 'c']],
    ['nobody where there is no such group', 'nothing', []],
  ])('are %s', (_what, name, expected) => {
    expect(members(name)).toEqual(expected);
  });

  it('who are not listed are counted, with examples', () => {
    expect(listed.unknownMembers()).toEqual({ count: 2, examples: ['uid=stranger', 'cn=two'] });
  });
});

it('a group without an id but its name keeps the id that it has, in whatever way the name is written', () => {
  const state = stateOf();
  for (const name of ['Sales', 'SALES', 'Id7']) state.group(name);
  const listed = new Listed(state);
  const named = (name: string, displayName = name) =>
    group(name, [], { resource: { externalId: name, displayName }, references: [] });
  listed.addGroups([named('sales'), named('SALES'), named('new'), named('id7', 'Somebody else')]);
  expect([...listed.groups.values()].map(({ resource }) => resource)).toEqual([
    { externalId: 'Sales', displayName: 'sales' },
    { externalId: 'SALES', displayName: 'SALES' },
    { externalId: 'new', displayName: 'new' },
    { externalId: 'id7', displayName: 'Somebody else' },
  ]);
});

describe('what is about to be sent', () => {
  it('is in doubt until it is acknowledged, and is sent again, also where the source has changed its mind', () => {
    const state = stateOf();
    const first = new Listed(state);
    first.addPeople([person('a'), person('b')]);
    first.addGroups([group('g', ['a', 'b'])]);
    intend(state, first, new Approval(null));
    expect([...state.people.values()].map(({ hash, activityInDoubt }) => [hash, activityInDoubt])).toEqual([
      ['', true],
      ['', true],
    ]);
    // The run was killed. By now b has left, and a is in no group.
    const second = new Listed(state);
    second.addPeople([person('a')]);
    second.addGroups([group('g', [])]);
    const numbers = [state.people.get('a')!.number, state.people.get('b')!.number];
    expect(memberChanges(state, second, new Approval(null), 'g')).toEqual({ added: [], removed: numbers });
  });

  it('does not concern those who are as the endpoint has them', () => {
    const state = stateOf();
    const listed = new Listed(state);
    listed.addPeople([person('a')]);
    const { hash } = listed.people.get('a')!;
    Object.assign(state.newcomer('a'), { id: '1', hash, active: true });
    intend(state, listed, new Approval(null));
    expect(state.people.get('a')).toMatchObject({ hash, activityInDoubt: false });
  });

  it('is no other activity where the source does not say one; whoever is new, or comes back, is active', () => {
    const state = stateOf();
    Object.assign(state.newcomer('left'), { id: '1', hash: 'h', active: false });
    Object.assign(state.newcomer('here'), { id: '2', hash: 'h', active: true });
    Object.assign(state.newcomer('gone'), { id: '3', hash: '', active: false, gone: true });
    const listed = new Listed(state);
    listed.addPeople(['left', 'here', 'gone', 'new'].map((id) => person(id, { absent: ['active'] })));
    expect([...listed.people.values()].map(({ active }) => active)).toEqual([false, true, true, true]);
    intend(state, listed, new Approval(null));
    expect(state.people.get('left')!.activityInDoubt).toBe(false);
  });

  it('takes nobody out of a group whom the source no longer shows in any', () => {
    const state = stateOf();
    const [hidden, shown] = ['a', 'b'].map((id) =>
      Object.assign(state.newcomer(id), { id, hash: 'h', active: true }),
    ) as [Person, Person];
    for (const name of ['g', 'empty']) state.group(name).members.add(hidden.number);
    state.group('g').members.add(shown.number);
    const listed = new Listed(state);
    listed.addPeople([person('a', { groups: [], absent: ['groups'] }), person('b', { groups: [] })]);
    expect(memberChanges(state, listed, new Approval(null), 'g')).toEqual({ added: [], removed: [shown.number] });
    expect(listed.keeps(state.group('empty'))).toBe(true);
    state.group('empty').members.clear();
    expect(listed.keeps(state.group('empty'))).toBe(false);
  });

  it('takes nobody out of a group before somebody has approved that they leave', () => {
    const state = stateOf();
    const gone = Object.assign(state.newcomer('a'), { id: '1', hash: 'h', active: true });
    state.group('g').members.add(gone.number);
    const listed = new Listed(state);
    listed.addGroups([group('g', [])]);
    const approved = (people: string[]) => new Approval({ reason: '', at: '', people, groups: [] });
    expect(memberChanges(state, listed, approved(['b']), 'g').removed).toEqual([]);
    expect(memberChanges(state, listed, approved(['a']), 'g').removed).toEqual([gone.number]);
  });
});
