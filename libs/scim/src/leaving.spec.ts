import { describe, expect, it } from 'vitest';
import {
  applyPatch,
  ENTERPRISE_SCHEMA,
  ENTERPRISE_URN,
  keepLeftAside,
  parsePatch,
  parseReplacement,
  type ScimError,
  USER,
  USER_SCHEMA,
  USER_URN,
} from './index.js';

const LONG = 'x'.repeat(5_000);
/** What no attribute of a user can be, and some that only some can. */
const SHAPES: unknown[] = [
  ...[null, '', ' ', 'A B', LONG, 4711, 1.5, 1e300, true, 'maybe', {}, [], [null], [[]], ['x'], ['x', 'y']],
  ...[{ value: {} }, { value: ['a', 'b'] }, { nonsense: 1 }, [{ value: 'x' }], [{ value: {} }], [[['x', 'y']]]],
  ...['a\0b', '\ud800', ['x\0'], { value: 'x\0' }, { 'a\0': 1 }, [{ value: 'x', type: '\udfff' }]],
  { formatted: { a: 1 }, givenName: ['a', 'b'], primary: 'maybe' },
];
const NAMES = [
  ...USER_SCHEMA.attributes.filter(({ name }) => name !== 'active').map(({ name }) => name),
  ...['a\0', 'title\ud800', `urn:acme\0:User:badge`, `${ENTERPRISE_URN}:a\0`, 'emails[type eq "\ud800"].value'],
  ...['id', 'meta', 'schemas', 'externalId', 'shoeSize', 'shoe.size', 'a b', 'title.x', 'name.nonsense', 'emails.note'],
  ...['emails[type eq "work"].value', 'emails[type eq "work"].note', 'emails[', 'emails[nonsense eq 1].value'],
  ...ENTERPRISE_SCHEMA.attributes.flatMap(({ name }) => [
    name,
    `${ENTERPRISE_URN}:${name}`,
    `${ENTERPRISE_URN}.${name}`,
  ]),
  ...[
    ENTERPRISE_URN,
    USER_URN,
    `${USER_URN}:nonsense`,
    'urn:acme:2.0:User:badge',
    'urn:acme',
    'urn:',
    'urn:acme:badge',
  ],
];
const CASES = NAMES.flatMap((name) => SHAPES.map((value) => ({ name, value })));
const before = () => ({
  userName: 'ada',
  active: true,
  title: 'Analyst',
  emails: [{ type: 'work', value: 'ada@x' }],
  [ENTERPRISE_URN]: { department: 'Engines', manager: { value: 'm' } },
});

function patched(...Operations: object[]): { user: Record<string, unknown>; leftAside: ScimError[] } {
  const leftAside: ScimError[] = [];
  const user = applyPatch(USER, before(), parsePatch(USER, { Operations }), leftAside);
  return { user, leftAside };
}
function put(body: object): Record<string, unknown> {
  const { resource, leftAside } = parseReplacement(USER, body);
  return keepLeftAside(before(), resource, leftAside);
}
const leave = { op: 'replace', path: 'active', value: false };

/** Whoever is still in, or lost the userName, by case. */
function stayers(run: (name: string, value: unknown) => Record<string, unknown>): string[] {
  return CASES.flatMap(({ name, value }) => {
    const said = `${name} ${JSON.stringify(value).slice(0, 60)}`;
    try {
      const user = run(name, value);
      const isOut = user['active'] === false && typeof user['userName'] === 'string';
      return isOut && isStorable(user) ? [] : [`${said}: is in`];
    } catch (error) {
      return [`${said}: ${String(error)}`];
    }
  });
}

const isStorable = (user: object): boolean => !/\\u0000|\\ud[89a-f]/.test(JSON.stringify(user));

describe('no other detail keeps a leaver in', { timeout: 60_000 }, () => {
  it.each(['add', 'replace', 'remove'])('beside an operation %s with a path', (op) => {
    expect(stayers((path, value) => patched({ op, path, value }, leave).user)).toEqual([]);
    expect(stayers((path, value) => patched(leave, { op, path, value }).user)).toEqual([]);
  });

  it.each(['add', 'replace'])('beside a key of an operation %s without a path', (op) => {
    expect(stayers((key, value) => patched({ op, value: { [key]: value, active: false } }).user)).toEqual([]);
    expect(stayers((key, value) => patched({ op, value: { active: 'False', [key]: value } }).user)).toEqual([]);
    expect(stayers((key, value) => patched({ op, value: { [key]: value } }, leave).user)).toEqual([]);
    const core = (inner: object) => ({ op, value: { [USER_URN]: inner } });
    expect(stayers((key, value) => patched(core({ [key]: value, active: false })).user)).toEqual([]);
  });

  it('beside a key of a PUT', () => {
    expect(stayers((key, value) => put({ userName: 'ada', [key]: value, active: false }))).toEqual([]);
    expect(stayers((key, value) => put({ active: [false], userName: 'ada', [key]: value }))).toEqual([]);
    expect(stayers((key, value) => put({ active: false, [key]: value }))).toEqual([]);
  });

  it.each([
    ['an operation that is none', 7],
    ['no operation at all', { path: 'title', value: 'x' }],
    ['an unknown operation', { op: 'move', path: 'title', value: 'x' }],
    ['a path that is no text', { op: 'replace', path: 7, value: 'x' }],
    ['no value', { op: 'replace', path: 'title' }],
    ['no object', { op: 'add', value: [true] }],
    ['nothing to remove', { op: 'remove' }],
    ['a filter without a match', { op: 'remove', path: 'emails[type eq "home"]' }],
    ['a name that reaches a prototype', { op: 'replace', path: '__proto__.x', value: 1 }],
    ['another word on active', { op: 'replace', path: 'active', value: 'maybe' }],
    ['no word on active', { op: 'remove', path: 'active' }],
  ])('beside %s', (_, operation) => {
    for (const operations of [
      [operation, leave],
      [leave, operation],
    ]) {
      const { user } = patched(...(operations as object[]));
      expect(user).toEqual({ ...before(), active: false });
    }
  });

  it('keeps what was there of what it cannot read, and says what that was', () => {
    const { user, leftAside } = patched({
      op: 'replace',
      value: { title: {}, nickName: 'A', manager: true, active: false },
    });
    expect(user).toEqual({ ...before(), nickName: 'A', active: false });
    expect(leftAside.map(({ detail }) => detail)).toEqual([
      'title: expected a string, got an object',
      `${ENTERPRISE_URN}:manager: expected an object, got a boolean`,
    ]);
    expect(put({ active: false, title: {}, name: 'A B', manager: true, externalId: LONG })).toEqual({
      userName: 'ada',
      active: false,
      title: 'Analyst',
      [ENTERPRISE_URN]: { manager: { value: 'm' } },
    });
    expect(put({ userName: 'ada', active: false, [ENTERPRISE_URN]: 'x' })).toMatchObject({
      [ENTERPRISE_URN]: before()[ENTERPRISE_URN],
    });
  });

  it('says so of a body with nothing but mistakes, within bounds', () => {
    const mistakes = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`title.x${index}`, 1]));
    const { user, leftAside } = patched({ op: 'replace', value: { ...mistakes, active: false } });
    expect(user['active']).toBe(false);
    expect(leftAside).toHaveLength(100);
  });
});

describe('where nobody leaves', () => {
  it.each([
    [{ op: 'replace', path: 'title', value: {} }, { title: {} }, 'title'],
    [{ op: 'replace', path: 'name', value: 'A B' }, { name: 'A B' }, 'name'],
    [{ op: 'replace', path: 'employeeNumber', value: {} }, { employeeNumber: {} }, 'employeeNumber'],
    [{ op: 'replace', path: 'manager', value: true }, { manager: true }, 'manager'],
    [{ op: 'replace', path: 'title', value: ['x', 'y'] }, { title: ['x', 'y'] }, 'title'],
  ])('%j is refused by name', (operation, body, name) => {
    const refusal = expect.objectContaining({ status: 400, detail: expect.stringContaining(name) as string }) as Error;
    expect(() => patched(operation)).toThrow(refusal);
    expect(() => patched(operation, { op: 'replace', path: 'active', value: true })).toThrow(refusal);
    expect(() => patched(leave, operation, { op: 'replace', path: 'active', value: true })).toThrow(refusal);
    expect(() => put({ userName: 'ada', ...body })).toThrow(refusal);
    expect(() => put({ userName: 'ada', active: true, ...body })).toThrow(refusal);
    expect(() => put({ userName: 'ada', active: null, ...body })).toThrow(refusal);
  });
});

describe('unassigned', () => {
  const ways: object[] = [
    { op: 'remove', path: 'active' },
    { op: 'remove', path: `${USER_URN}:active` },
    { op: 'remove', path: `${USER_URN}.active` },
    ...['add', 'replace'].flatMap((op) =>
      [null, [], [null], {}].slice(0, 3).flatMap((value) => [
        { op, path: 'active', value },
        { op, path: `${USER_URN}:active`, value },
        { op, value: { active: value } },
        { op, value: { [`${USER_URN}:active`]: value } },
        { op, value: { [USER_URN]: { Active: value } } },
        { op, path: USER_URN, value: { active: value } },
      ]),
    ),
  ];

  it.each(ways)('%j leaves active as it was', (operation) => {
    for (const active of [true, false]) {
      const user = { userName: 'ada', active };
      expect(applyPatch(USER, user, parsePatch(USER, { Operations: [operation] }))).toEqual(user);
    }
  });
});
