import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  applyPatch,
  ENTERPRISE_URN,
  GROUP,
  membersOf,
  parseFilter,
  parsePatch,
  parseProjection,
  parseResource,
  project,
  ScimError,
  splitMembers,
  USER,
} from './index.js';

/** Keys that mean something beside keys that mean nothing, so that random bodies reach the code behind the parser. */
const key = fc.oneof(
  fc.constantFrom(
    ...['userName', 'name', 'name.givenName', 'emails', 'emails[type eq "work"].value', 'emails.value', 'active'],
    ...[
      'members',
      'manager',
      'value',
      'type',
      'primary',
      'givenName',
      'password',
      'id',
      'meta',
      '__proto__',
      'toString',
    ],
    ...[ENTERPRISE_URN, `${ENTERPRISE_URN}:department`, 'urn:acme:1.0:User', 'urn:acme:1.0:User:x', 'urn:a:b', 'urn:'],
  ),
  fc.string(),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(null, true, 'True', '', 'x', 0, 1.5, [], {}),
    fc.string(),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(key, tie('json'), { maxKeys: 4 }),
  ),
}));
const operation = fc.record(
  { op: fc.constantFrom('add', 'remove', 'replace', 'Add'), path: fc.option(key), value: json },
  { requiredKeys: ['op'] },
);
const operations = fc.array(operation, { minLength: 1, maxLength: 4 });
const resources = [
  { userName: 'a' },
  {
    userName: 'a',
    name: { givenName: 'G' },
    emails: [{ type: 'work', value: 'w', primary: true }, { value: 'x' }],
    [ENTERPRISE_URN]: { manager: { value: 'm' } },
    'urn:acme:1.0:User': { x: [1, { k: 'v' }] },
  },
];

/** The outcome of a call that may only fail as SCIM does. */
function outcome<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    expect(error).toBeInstanceOf(ScimError);
    return undefined;
  }
}

it('any body parses or fails with a ScimError, and what it parsed to parses to itself', () => {
  fc.assert(
    fc.property(json, (body) => {
      outcome(() => parseResource(GROUP, body));
      outcome(() => membersOf(body));
      const user = outcome(() => parseResource(USER, typeof body === 'object' ? { userName: 'a', ...body } : body));
      if (user) expect(parseResource(USER, user)).toEqual(user);
      expect(Object.keys(Object.prototype)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

it('any patch applies or fails with a ScimError, leaves its input alone, and replacing twice is replacing once', () => {
  fc.assert(
    fc.property(operations, fc.constantFrom(...resources), (Operations, resource) => {
      const before = structuredClone(resource);
      outcome(() => splitMembers(parsePatch(GROUP, { Operations })));
      const parsed = outcome(() => parsePatch(USER, { Operations }));
      const once = parsed && outcome(() => applyPatch(USER, resource, parsed));
      expect(resource).toEqual(before);
      if (!once || Operations.length > 1 || Operations[0]?.op === 'remove') return;
      expect(outcome(() => applyPatch(USER, once, parsed))).toEqual(once);
    }),
    {
      numRuns: 1000,
      examples: [[[{ op: 'add', path: 'members', value: [{ x: true, password: { y: 1 } }] }], { userName: 'a' }]],
    },
  );
});

it('any text is a filter or fails with a ScimError', () => {
  const words = fc.constantFrom(
    'userName',
    'emails[',
    ']',
    '.value',
    'eq',
    'pr',
    'and',
    'or',
    'not',
    '(',
    ')',
    '"x"',
    '"',
    'x',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(words).map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(text, (filter) => void outcome(() => parseFilter(filter, USER))),
    { numRuns: 1000 },
  );
});

it('any projection keeps id and schemas', () => {
  const representation = { schemas: ['s'], id: 'i', ...resources[1] };
  fc.assert(
    fc.property(fc.string(), fc.oneof(fc.string(), key), (attributes, excludedAttributes) => {
      const projection = parseProjection(USER, { attributes, excludedAttributes });
      expect(project(USER, representation, projection)).toMatchObject({ schemas: ['s'], id: 'i' });
    }),
  );
});
