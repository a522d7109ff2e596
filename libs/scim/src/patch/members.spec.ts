import { describe, expect, it } from 'vitest';
import { GROUP_URN } from '../schema/urns.js';
import { GROUP } from '../schema/resource-types.js';
import { membersOf, memberValues, splitMembers } from './members.js';
import { parsePatch } from './parse-patch.js';

const split = (...operations: object[]) => splitMembers(parsePatch(GROUP, { Operations: operations }));
const v = (...values: string[]) => values.map((value) => ({ $ref: null, value }));

describe('splitMembers', () => {
  it.each<[object, object[]]>([
    [{ op: 'Add', path: 'members', value: v('a', 'b', 'a') }, [{ kind: 'add', values: ['a', 'b'] }]], // ENTRA-R15
    [{ op: 'add', path: 'members', value: 'string id 1' }, [{ kind: 'add', values: ['string id 1'] }]], // ENTRA-R23
    [{ op: 'add', path: 'members', value: { Value: 'a', display: 'A' } }, [{ kind: 'add', values: ['a'] }]],
    [{ op: 'add', path: 'members[value eq "a"]' }, [{ kind: 'add', values: ['a'] }]], // OL-R8
    [{ op: 'add', path: 'members', value: [] }, []],
    [{ op: 'add', path: 'members', value: null }, []],
    [{ op: 'Remove', path: 'members', value: v('a') }, [{ kind: 'remove', values: ['a'] }]], // ENTRA-R16, JC-R6
    [{ op: 'remove', path: 'members', value: [] }, []],
    [{ op: 'remove', path: 'members' }, [{ kind: 'clear' }]], // KC-R4
    [{ op: 'remove', path: 'members', value: null }, [{ kind: 'clear' }]],
    [{ op: 'remove', path: 'members[value eq "a"]' }, [{ kind: 'remove', values: ['a'] }]], // OKTA-R13
    [{ op: 'remove', path: `${GROUP_URN}:MEMBERS[Value EQ "a"]` }, [{ kind: 'remove', values: ['a'] }]],
    [
      { op: 'remove', path: 'members[value eq "a" or value eq "b" or value eq "c"]' },
      [{ kind: 'remove', values: ['a', 'b', 'c'] }],
    ],
    [{ op: 'remove', path: 'members[value eq "a"].value' }, [{ kind: 'remove', values: ['a'] }]],
    [{ op: 'replace', path: 'members[value eq "a"].display', value: 'A' }, []],
    [{ op: 'replace', path: 'members', value: v('a') }, [{ kind: 'replace', values: ['a'] }]], // OKTA-R14
    [{ op: 'replace', path: 'members', value: [] }, [{ kind: 'replace', values: [] }]], // SDK-757
    [{ op: 'replace', path: 'members', value: null }, [{ kind: 'replace', values: [] }]],
    [
      { op: 'replace', path: 'members[value eq "a"]', value: { value: 'b' } },
      [
        { kind: 'remove', values: ['a'] },
        { kind: 'add', values: ['b'] },
      ],
    ],
    [{ op: 'add', value: { members: v('a') } }, [{ kind: 'add', values: ['a'] }]],
    [{ op: 'replace', value: { Members: ['a'] } }, [{ kind: 'replace', values: ['a'] }]],
  ])('reads %j', (operation, expected) => {
    expect(split(operation)).toEqual({ members: expected, attributes: [] });
  });

  it('keeps other filters as filters', () => {
    expect(split({ op: 'remove', path: 'members[type eq "User"]' }).members).toMatchObject([
      { kind: 'removeWhere', filter: { kind: 'compare', op: 'eq', value: 'User' } },
    ]);
    expect(split({ op: 'remove', path: 'members[value eq "a" and type eq "User"]' }).members).toMatchObject([
      { kind: 'removeWhere', filter: { kind: 'and' } },
    ]);
  });

  it('separates the rest, in order (GW-113, AUTH-R7)', () => {
    const { members, attributes } = split(
      { op: 'replace', value: { members: [], id: 'x', displayName: 'g', schemas: [] } },
      { op: 'add', path: 'members', value: v('a') },
      { op: 'replace', path: 'externalId', value: 'e' },
    );
    expect(members).toEqual([
      { kind: 'replace', values: [] },
      { kind: 'add', values: ['a'] },
    ]);
    expect(attributes).toMatchObject([
      { path: { attribute: 'displayName' }, value: 'g', index: 0 },
      { path: { attribute: 'externalId' }, value: 'e', index: 2 },
    ]);
  });

  it('refuses what names no member', () => {
    expect(() => split({ op: 'add', path: 'members[display sw "a"]' })).toThrow(
      expect.objectContaining({ scimType: 'noTarget' }),
    );
    expect(() => split({ op: 'replace', path: 'members[display sw "a"]', value: v('b') })).toThrow(
      expect.objectContaining({ scimType: 'noTarget' }),
    );
  });
});

describe('memberValues', () => {
  it.each([
    [[{ value: 'a' }, { display: 'x' }], 'members[1].value'],
    [[{ value: 'a' }, { value: true }], 'members[1].value'],
    [['a', true], 'members[1]'],
    [[''], 'members[0]'],
    [true, 'members[0]'],
  ])('refuses %j', (value, at) => {
    expect(() => memberValues(value)).toThrow(
      expect.objectContaining({ scimType: 'invalidValue', detail: expect.stringContaining(`${at}: `) }),
    );
  });
});

describe('membersOf', () => {
  it('tells no members from members not mentioned (OKTA-T14)', () => {
    expect(membersOf({ displayName: 'g' })).toBeUndefined();
    expect(membersOf({ members: null })).toBeUndefined();
    expect(membersOf({ members: [] })).toEqual([]);
    expect(membersOf({ Members: [{ value: 'a', $ref: 'Users/a' }, 'b'] })).toEqual(['a', 'b']);
    expect(membersOf({ [GROUP_URN]: { members: ['a'] } })).toEqual(['a']);
  });
});

it('refuses members too long to be found again', () => {
  const long = 'x'.repeat(1501);
  for (const operation of [
    { op: 'add', path: 'members', value: v(long) },
    { op: 'add', path: `members[value eq "${long}"]` },
  ])
    expect(() => split(operation)).toThrow('longer than 1500 bytes');
});
