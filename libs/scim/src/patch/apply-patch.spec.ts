import { describe, expect, it } from 'vitest';
import { ENTERPRISE_URN } from '../schema/urns.js';
import { GROUP, USER } from '../schema/resource-types.js';
import { type ScimResource } from '../resource/parse-resource.js';
import { applyPatch } from './apply-patch.js';
import { parsePatch } from './parse-patch.js';

const patch = (resource: object, ...operations: object[]) =>
  applyPatch(USER, { userName: 'a', ...resource }, parsePatch(USER, { Operations: operations }));
const after = (rest: object) => ({ userName: 'a', ...rest });
const work = { type: 'work', value: 'w@x' };
const home = { type: 'home', value: 'h@x' };
const refuse = (scimType: string, detail = '') =>
  expect.objectContaining({ status: 400, scimType, detail: expect.stringContaining(detail) });

describe('parsePatch', () => {
  it('reads names and ops in any case, null paths, and ignores what it does not know (AUTH-T2, ENTRA-R23)', () => {
    const body = {
      id: 'x',
      schemas: ['y'],
      operations: [{ name: 'n', Op: 'Replace', Path: null, Value: { title: 't' } }],
    };
    expect(applyPatch(USER, { userName: 'a' }, parsePatch(USER, body))).toEqual(after({ title: 't' }));
  });

  it.each([
    ['null', 'invalidSyntax'],
    ['{}', 'invalidSyntax'],
    ['{"Operations":{}}', 'invalidSyntax'],
    ['{"Operations":[]}', 'invalidValue'],
    ['{"Operations":[1]}', 'invalidSyntax'],
    ['{"Operations":[{"op":"move","path":"title","value":"x"}]}', 'invalidSyntax'],
    ['{"Operations":[{"path":"title","value":"x"}]}', 'invalidSyntax'],
    ['{"Operations":[{"op":"add","path":1,"value":"x"}]}', 'invalidPath'],
    ['{"Operations":[{"op":"add","value":[true]}]}', 'invalidValue'],
    ['{"Operations":[{"op":"add","path":"title"}]}', 'invalidValue'],
    ['{"Operations":[{"op":"replace","path":"title"}]}', 'invalidValue'],
    ['{"Operations":[{"op":"remove"}]}', 'noTarget'],
    ['{"Operations":[{"op":"add","value":{"__proto__":{"x":1}}}]}', 'invalidSyntax'],
  ])('refuses %s with %s', (body, scimType) => {
    expect(() => parsePatch(USER, JSON.parse(body))).toThrow(refuse(scimType));
  });

  it.each([
    ['adreses', 'invalidPath'],
    ['name.nosuch', 'invalidPath'],
    ['userName.x', 'invalidPath'],
    ['emails[type eq "work"', 'invalidPath'],
    ['emails[type eq "work"]x', 'invalidPath'],
    ['emails[type eq "work"].nosuch', 'invalidPath'],
    ['name[givenName eq "x"]', 'invalidPath'],
    ['emails[type zz "work"].value', 'invalidFilter'],
    ['emails[nosuch eq "work"].value', 'invalidFilter'],
    ['a b', 'invalidPath'],
    ['__proto__.polluted', 'invalidPath'],
    ['constructor.prototype.polluted', 'invalidPath'],
    ['urn:__proto__:x', 'invalidPath'],
    ['id', 'mutability'],
    ['meta.lastModified', 'mutability'],
    ['groups', 'mutability'],
    ['groups[value eq "x"].display', 'mutability'],
  ])('refuses the path %s with %s', (path, scimType) => {
    expect(() => parsePatch(USER, { Operations: [{ op: 'replace', path, value: 'x' }] })).toThrow(refuse(scimType));
  });
});

describe('applyPatch', () => {
  it('gives one result for the legacy and the new dialect of Entra (ENTRA-R4)', () => {
    const start = { emails: [work], name: { givenName: 'G', middleName: 'M' } };
    const legacy = patch(
      start,
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'new@x' },
      { op: 'Add', path: 'displayName', value: 'D' },
      { op: 'Replace', path: 'name.givenName', value: 'K' },
      { op: 'Replace', path: 'name.familyName', value: 'U' },
      { op: 'Add', path: `${ENTERPRISE_URN}:employeeNumber`, value: '7' },
    );
    const flag = patch(
      start,
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'new@x' },
      {
        op: 'replace',
        value: {
          displayName: 'D',
          'name.givenName': 'K',
          'name.familyName': 'U',
          [`${ENTERPRISE_URN}:employeeNumber`]: '7',
        },
      },
    );
    expect(flag).toEqual(legacy);
    expect(flag).toEqual(
      after({
        emails: [{ type: 'work', value: 'new@x' }],
        displayName: 'D',
        name: { givenName: 'K', middleName: 'M', familyName: 'U' },
        [ENTERPRISE_URN]: { employeeNumber: '7' },
      }),
    );
  });

  it.each<[string, object, object, object]>([
    // value paths
    [
      'creates what a filter misses',
      {},
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'n' },
      { emails: [{ type: 'work', value: 'n' }] },
    ],
    [
      'creates beside others',
      { emails: [home] },
      { op: 'add', path: 'emails[type eq "work"].value', value: 'n' },
      { emails: [home, { type: 'work', value: 'n' }] },
    ],
    [
      'creates with booleans (ENTRA-T12)',
      {},
      { op: 'add', path: 'roles[primary eq "True"].value', value: 'r' },
      { roles: [{ primary: true, value: 'r' }] },
    ],
    [
      'creates from an and',
      {},
      { op: 'add', path: 'emails[type eq "work" and primary eq true].value', value: 'n' },
      { emails: [{ type: 'work', primary: true, value: 'n' }] },
    ],
    [
      'creates an element from an object',
      {},
      { op: 'replace', path: 'addresses[type eq "work"]', value: { country: 'DE' } },
      { addresses: [{ type: 'work', country: 'DE' }] },
    ],
    [
      'replaces matched elements',
      { addresses: [{ type: 'work', country: 'DE', region: 'B' }] },
      { op: 'replace', path: 'addresses[type eq "work"]', value: { country: 'FR' } },
      { addresses: [{ type: 'work', country: 'FR' }] },
    ],
    [
      'adds to matched elements',
      { addresses: [{ type: 'work', country: 'DE' }] },
      { op: 'add', path: 'addresses[type eq "work"]', value: { region: 'B' } },
      { addresses: [{ type: 'work', country: 'DE', region: 'B' }] },
    ],
    [
      'removes matched elements',
      { emails: [work, home] },
      { op: 'remove', path: 'emails[type eq "work"]' },
      { emails: [home] },
    ],
    [
      'removes a sub-attribute',
      { addresses: [{ type: 'work', country: 'DE', region: 'B' }] },
      { op: 'remove', path: 'addresses[type eq "work"].region' },
      { addresses: [{ type: 'work', country: 'DE' }] },
    ],
    [
      'drops an e-mail whose value goes',
      { emails: [work, home] },
      { op: 'remove', path: 'emails[type eq "work"].value' },
      { emails: [home] },
    ],
    [
      'drops an e-mail that becomes empty',
      { emails: [work] },
      { op: 'replace', path: 'emails[type eq "work"].value', value: '' },
      {},
    ],
    [
      'drops an e-mail that becomes null',
      { emails: [work] },
      { op: 'replace', path: 'emails[type eq "work"].value', value: null },
      {},
    ],
    [
      'filters behind a URN',
      { emails: [work] },
      { op: 'replace', path: 'urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq "work"].value', value: 'n' },
      { emails: [{ type: 'work', value: 'n' }] },
    ],
    ['removing from nothing is done', {}, { op: 'remove', path: 'emails[type eq "work"]' }, {}],
    ['removes all', { emails: [work, home] }, { op: 'remove', path: 'emails' }, {}],
    [
      'removes only the listed',
      { emails: [work, home] },
      { op: 'remove', path: 'emails', value: [{ value: 'W@X' }] },
      { emails: [home] },
    ],
    [
      'removes none of an empty list',
      { emails: [work] },
      { op: 'remove', path: 'emails', value: [] },
      { emails: [work] },
    ],
    [
      'removes listed by other parts',
      { emails: [work, home] },
      { op: 'remove', path: 'emails', value: [{ type: 'home' }] },
      { emails: [work] },
    ],
    // multi-valued
    ['appends', { emails: [work] }, { op: 'add', path: 'emails', value: [home] }, { emails: [work, home] }],
    [
      'appends no doubles',
      { emails: [work] },
      { op: 'add', path: 'emails', value: { ...work, display: 'd' } },
      { emails: [{ ...work, display: 'd' }] },
    ],
    ['replaces the array', { emails: [work] }, { op: 'replace', path: 'emails', value: [home] }, { emails: [home] }],
    ['an empty array unsets', { emails: [work] }, { op: 'replace', path: 'emails', value: [] }, {}],
    ['adding null adds nothing', { emails: [work] }, { op: 'add', path: 'emails', value: null }, { emails: [work] }],
    [
      'emails.value sets the primary',
      { emails: [home, { ...work, primary: true }] },
      { op: 'replace', value: { 'emails.value': 'n' } },
      { emails: [home, { ...work, primary: true, value: 'n' }] },
    ],
    ['emails.value creates', {}, { op: 'replace', value: { 'emails.value': 'n' } }, { emails: [{ value: 'n' }] }],
    [
      'primary is unique',
      { emails: [{ ...work, primary: true }, home] },
      { op: 'add', path: 'emails[type eq "home"].primary', value: 'True' },
      {
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      },
    ],
    [
      'an added primary demotes',
      { emails: [{ ...work, primary: true }] },
      { op: 'add', path: 'emails', value: [{ ...home, primary: true }] },
      {
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      },
    ],
    // complex
    [
      'replace merges (ENTRA-T7)',
      { name: { givenName: 'G' } },
      { op: 'Replace', path: 'name', value: { familyName: 'F' } },
      { name: { givenName: 'G', familyName: 'F' } },
    ],
    [
      'null in a merge unsets',
      { name: { givenName: 'G', familyName: 'F' } },
      { op: 'replace', value: { name: { givenName: null } } },
      { name: { familyName: 'F' } },
    ],
    ['removing the last part unsets', { name: { givenName: 'G' } }, { op: 'remove', path: 'name.givenName' }, {}],
    [
      'manager as a string (ENTRA-R9)',
      {},
      { op: 'Add', path: `${ENTERPRISE_URN}:manager`, value: '271' },
      { [ENTERPRISE_URN]: { manager: { value: '271' } } },
    ],
    [
      'manager in an array',
      {},
      { op: 'Add', path: 'manager', value: [{ $ref: 'r', value: '271' }] },
      { [ENTERPRISE_URN]: { manager: { $ref: 'r', value: '271' } } },
    ],
    [
      'a new manager keeps nothing of the old',
      { [ENTERPRISE_URN]: { manager: { value: '1', displayName: 'Old' } } },
      { op: 'replace', path: 'manager', value: { value: '2' } },
      { [ENTERPRISE_URN]: { manager: { value: '2' } } },
    ],
    [
      'the same manager keeps its name',
      { [ENTERPRISE_URN]: { manager: { value: '1', displayName: 'B' } } },
      { op: 'replace', path: 'manager', value: '1' },
      { [ENTERPRISE_URN]: { manager: { value: '1', displayName: 'B' } } },
    ],
    [
      'manager {value: ""}',
      { [ENTERPRISE_URN]: { manager: { value: '1' } } },
      { op: 'replace', path: `${ENTERPRISE_URN}:manager`, value: { value: '' } },
      {},
    ],
    [
      'manager ""',
      { [ENTERPRISE_URN]: { manager: { value: '1' }, division: 'd' } },
      { op: 'replace', path: 'manager', value: '' },
      { [ENTERPRISE_URN]: { division: 'd' } },
    ],
    [
      'manager.value',
      {},
      { op: 'add', path: `${ENTERPRISE_URN}:manager.value`, value: '1' },
      { [ENTERPRISE_URN]: { manager: { value: '1' } } },
    ],
    ['removing no manager', {}, { op: 'remove', path: 'manager' }, {}],
    // simple
    ['"False" (ENTRA-R6)', { active: true }, { op: 'Replace', path: 'active', value: 'False' }, { active: false }],
    ['"true" (KC-R2)', {}, { op: 'replace', path: 'active', value: 'true' }, { active: true }],
    ['pathless active (OKTA-R6)', { active: true }, { op: 'replace', value: { active: false } }, { active: false }],
    ['null unsets', { title: 't' }, { op: 'replace', path: 'title', value: null }, {}],
    ['password is dropped (OKTA-R8)', {}, { op: 'replace', value: { password: 'x' } }, {}],
    ['password by path is dropped', {}, { op: 'replace', path: 'password', value: 'x' }, {}],
    [
      'read-only keys are ignored (OKTA-R12, AUTH-T5)',
      {},
      { op: 'replace', value: { id: 'z', schemas: [], meta: {}, groups: [], title: 't' } },
      { title: 't' },
    ],
    [
      'unknown keys are kept',
      { foo: 1 },
      { op: 'replace', value: { FOO: 2, 'bar.baz': 3, toString: 'x' } },
      { foo: 2, 'bar.baz': 3, toString: 'x' },
    ],
    // extensions
    [
      'an extension object merges',
      { [ENTERPRISE_URN]: { department: 'D' } },
      { op: 'add', value: { [ENTERPRISE_URN]: { division: 'V' } } },
      { [ENTERPRISE_URN]: { department: 'D', division: 'V' } },
    ],
    [
      'an extension by path merges',
      { [ENTERPRISE_URN]: { department: 'D' } },
      { op: 'replace', path: ENTERPRISE_URN, value: { Division: 'V' } },
      { [ENTERPRISE_URN]: { department: 'D', division: 'V' } },
    ],
    ['an extension is removed', { [ENTERPRISE_URN]: { department: 'D' } }, { op: 'remove', path: ENTERPRISE_URN }, {}],
    [
      'an extension without attributes goes',
      { [ENTERPRISE_URN]: { department: 'D' } },
      { op: 'remove', path: `${ENTERPRISE_URN}:department` },
      {},
    ],
    [
      'a custom attribute',
      { 'urn:acme:1.0:User': { a: 1 } },
      { op: 'add', path: 'urn:ACME:1.0:User:b.c', value: [1] },
      { 'urn:acme:1.0:User': { a: 1, b: { c: [1] } } },
    ],
    [
      'a custom extension',
      { 'urn:acme:x': { a: 1 } },
      { op: 'replace', value: { 'urn:acme:x': { b: 2, a: null } } },
      { 'urn:acme:x': { b: 2 } },
    ],
    ['removes a custom extension', { 'urn:acme:x': { a: 1 } }, { op: 'remove', path: 'urn:acme:x' }, {}],
    [
      'a custom value path',
      { 'urn:acme:1.0:User': { l: [{ k: 'a', v: 1 }] } },
      { op: 'replace', path: 'urn:acme:1.0:User:l[k eq "a"].v', value: 2 },
      { 'urn:acme:1.0:User': { l: [{ k: 'a', v: 2 }] } },
    ],
    [
      'a custom array grows',
      { 'urn:acme:1.0:User': { l: ['a'] } },
      { op: 'add', path: 'urn:acme:1.0:User:l', value: ['a', 'b'] },
      { 'urn:acme:1.0:User': { l: ['a', 'b'] } },
    ],
  ])('%s', (_name, before, operation, expected) => {
    const result = patch(before, operation);
    expect(result).toEqual(after(expected));
    const isFilteredRemove = /"remove".*\[/.test(JSON.stringify(operation));
    if (!isFilteredRemove) expect(patch(result, operation)).toEqual(result);
  });

  it('merges several operations on one complex attribute (SP-T1)', () => {
    expect(
      patch(
        {},
        { op: 'replace', value: { name: { givenName: 'G' } } },
        { op: 'replace', value: { name: { familyName: 'F' } } },
      ),
    ).toEqual(after({ name: { givenName: 'G', familyName: 'F' } }));
  });

  it('keeps a label until the value arrives', () => {
    expect(
      patch(
        {},
        { op: 'add', path: 'emails[type eq "work"].primary', value: true },
        { op: 'add', path: 'emails[type eq "work"].value', value: 'n' },
      ),
    ).toEqual(after({ emails: [{ type: 'work', primary: true, value: 'n' }] }));
  });

  it.each<[object, object, string, string]>([
    [{}, { op: 'replace', path: 'active', value: 'maybe' }, 'invalidValue', 'active: expected a boolean'],
    [{}, { op: 'replace', path: 'userName', value: 5 }, 'invalidValue', 'userName: expected a string, got a number'],
    [{}, { op: 'replace', path: 'userName', value: ' ' }, 'invalidValue', 'userName is required'],
    [{}, { op: 'replace', path: 'userName', value: null }, 'invalidValue', 'userName is required'],
    [{}, { op: 'remove', path: 'userName' }, 'mutability', 'userName is required'],
    [
      {},
      { op: 'add', path: 'emails[type eq "work"].value', value: {} },
      'invalidValue',
      'emails[…].value: expected a string',
    ],
    [{ emails: [work] }, { op: 'remove', path: 'emails[type eq "home"]' }, 'noTarget', 'no value matches'],
    [{}, { op: 'replace', path: 'emails[type sw "w"].value', value: 'x' }, 'noTarget', 'no value matches'],
    [{}, { op: 'replace', path: 'emails[value eq "a"].value', value: 'b' }, 'noTarget', 'no value matches'],
    [{}, { op: 'add', path: 'roles', value: Array.from({ length: 1001 }, (_, i) => `r${i}`) }, 'invalidValue', '1000'],
  ])('refuses on %j %j', (before, operation, scimType, detail) => {
    expect(() => patch(before, operation)).toThrow(refuse(scimType, detail));
  });

  it('changes nothing it was given, and nothing at all when an operation fails', () => {
    const resource: ScimResource = { userName: 'a', emails: [{ ...work, primary: true }], name: { givenName: 'G' } };
    const before = structuredClone(resource);
    const operations = [
      { op: 'add', path: 'emails', value: [{ ...home, primary: true }] },
      { op: 'replace', path: 'name.givenName', value: 'H' },
    ];
    applyPatch(USER, resource, parsePatch(USER, { Operations: operations }));
    expect(resource).toEqual(before);
    const failing = [...operations, { op: 'replace', path: 'active', value: 'x' }];
    expect(() => applyPatch(USER, resource, parsePatch(USER, { Operations: failing }))).toThrow();
    expect(resource).toEqual(before);
  });

  it('renames groups', () => {
    const rename = (operation: object) =>
      applyPatch(GROUP, { displayName: 'g' }, parsePatch(GROUP, { Operations: [operation] }));
    expect(rename({ op: 'Replace', path: 'displayName', value: 'h' })).toEqual({ displayName: 'h' });
    expect(rename({ op: 'replace', value: { id: 'x', displayName: 'h' } })).toEqual({ displayName: 'h' });
    expect(() => rename({ op: 'remove', path: 'displayName' })).toThrow(refuse('mutability'));
  });
});
