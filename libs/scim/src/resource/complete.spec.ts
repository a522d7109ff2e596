import { describe, expect, it } from 'vitest';
import { applyPatch } from '../patch/apply-patch.js';
import { parsePatch } from '../patch/parse-patch.js';
import { GROUP, USER } from '../schema/resource-types.js';
import { parseResource } from './parse-resource.js';

const CUSTOM = 'urn:example:2.0:User';

describe('a password is kept nowhere', () => {
  it('not on a group, not in an extension, in no spelling', () => {
    expect(parseResource(GROUP, { displayName: 'Team', Password: 'secret' })).toEqual({ displayName: 'Team' });
    const user = parseResource(USER, {
      userName: 'ann',
      PASSWORD: 'secret',
      [CUSTOM]: { password: 'secret', badge: 7 },
    });
    expect(user).toEqual({ userName: 'ann', [CUSTOM]: { badge: 7 } });
  });

  it('not when it comes by PATCH, and the resource before is left as it was', () => {
    const before = { userName: 'ann', [CUSTOM]: { badge: 7 } };
    const operations = parsePatch(USER, {
      Operations: [
        { op: 'replace', value: { [`${CUSTOM}:password`]: 'secret' } },
        { op: 'add', path: `${CUSTOM}:password`, value: 'secret' },
      ],
    });
    expect(applyPatch(USER, before, operations)).toEqual(before);
    expect(before).toEqual({ userName: 'ann', [CUSTOM]: { badge: 7 } });
  });
});

describe('what resources are found by fits into an index', () => {
  const long = 'é'.repeat(751);

  it.each([
    ['userName', USER, { userName: long }],
    ['externalId', USER, { userName: 'ann', externalId: long }],
    ['emails.value', USER, { userName: 'ann', emails: [{ value: long }] }],
    ['displayName', GROUP, { displayName: long }],
  ])('%s', (name, type, body) => {
    expect(() => parseResource(type, body)).toThrow(`${name}: longer than 1500 bytes`);
  });

  it('takes what just fits, and other attributes of any length', () => {
    const body = { userName: 'é'.repeat(750), title: 'x'.repeat(10_000) };
    expect(parseResource(USER, body)).toEqual(body);
  });
});
