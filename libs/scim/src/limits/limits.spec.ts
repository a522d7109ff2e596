import { describe, expect, it } from 'vitest';
import { applyPatch } from '../patch/apply-patch.js';
import { parsePatch } from '../patch/parse-patch.js';
import { parseProjection } from '../resource/projection.js';
import { type ScimResource } from '../resource/parse-resource.js';
import { GROUP, USER } from '../schema/resource-types.js';
import { assertSize } from './assert-size.js';
import { MAX_RESOURCE_BYTES, MAX_VALUES } from './limits.js';

const repeat = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const failure = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};
const emails = (count: number) => repeat(count, (i) => ({ type: 'work', value: `a${i}@x.org` }));

describe('the size of a resource', () => {
  const ofBytes = (bytes: number): ScimResource => ({ title: 'x'.repeat(bytes - '{"title":""}'.length) });

  it('is refused with limit and size beyond the limit', () => {
    assertSize(ofBytes(MAX_RESOURCE_BYTES));
    expect(failure(() => assertSize(ofBytes(MAX_RESOURCE_BYTES + 1)))).toMatchObject({
      status: 413,
      detail: expect.stringMatching(/262145 bytes.*262144/) as string,
    });
  });

  it('may stay beyond the limit, and become less', () => {
    const stored = ofBytes(MAX_RESOURCE_BYTES * 2);
    assertSize({ ...stored, active: false }, stored);
    assertSize(ofBytes(MAX_RESOURCE_BYTES + 5), stored);
    expect(failure(() => assertSize(ofBytes(MAX_RESOURCE_BYTES * 2 + 100), stored))).toMatchObject({ status: 413 });
  });
});

describe('the number of operations of a PATCH', () => {
  const title = { op: 'replace', path: 'title', value: 'x' };

  it('is at most 500', () => {
    expect(parsePatch(USER, { Operations: repeat(500, () => title) })).toHaveLength(500);
    expect(failure(() => parsePatch(USER, { Operations: repeat(501, () => title) }))).toMatchObject({
      scimType: 'tooMany',
      detail: expect.stringContaining('501 operations; at most 500') as string,
    });
  });

  it('does not count those on the members of a group', () => {
    const add = (i: number) => ({ op: 'Add', path: 'members', value: [{ value: `u${i}` }] });
    expect(parsePatch(GROUP, { Operations: repeat(2_000, add) })).toHaveLength(2_000);
  });

  it('keeps no leaver in: the last word on active holds', () => {
    const operations = parsePatch(USER, {
      Operations: [...repeat(600, () => title), { op: 'replace', value: { active: 'False' } }],
    });
    const problems: never[] = [];
    const next = applyPatch(USER, { userName: 'a', active: true }, operations, problems);
    expect(next).toEqual({ userName: 'a', title: 'x', active: false });
    expect(problems).toMatchObject([{ scimType: 'tooMany' }]);
  });
});

describe('the values of an attribute', () => {
  const patch = (stored: object, ...operations: object[]) =>
    applyPatch(USER, { userName: 'a', ...stored }, parsePatch(USER, { Operations: operations }));

  it('may become fewer where there are more than are taken', () => {
    const stored = { emails: emails(MAX_VALUES + 100) };
    const next = patch(stored, { op: 'remove', path: 'emails', value: emails(50) });
    expect(next['emails']).toHaveLength(MAX_VALUES + 50);
    expect(failure(() => patch(stored, { op: 'add', path: 'emails', value: [{ value: 'new@x.org' }] }))).toMatchObject({
      scimType: 'invalidValue',
    });
  });
});

describe('the names of a projection', () => {
  it('are at most 100', () => {
    const names = (count: number) => repeat(count, (i) => `a${i}`).join(',');
    expect(parseProjection(USER, { attributes: names(100) }).include).toHaveLength(100);
    expect(failure(() => parseProjection(USER, { excludedAttributes: names(101) }))).toMatchObject({
      detail: expect.stringContaining('101 names; at most 100') as string,
    });
  });
});

describe('the steps of a request', () => {
  const stored = { userName: 'a', active: true, emails: emails(200) };
  const greedy = repeat(500, (i) => ({ op: 'replace', path: `emails[value co "z${i}"].display`, value: 'x' }));

  it('end with tooMany naming the limit', () => {
    const operations = parsePatch(USER, {
      Operations: repeat(500, () => ({ op: 'add', path: 'emails', value: emails(1) })),
    });
    expect(failure(() => applyPatch(USER, stored, operations))).toMatchObject({
      scimType: 'tooMany',
      detail: expect.stringContaining('more than 50000 comparisons') as string,
    });
  });

  it('never keep a leaver in', () => {
    const operations = parsePatch(USER, {
      Operations: [...greedy.slice(1), { op: 'replace', path: 'active', value: false }],
    });
    expect(applyPatch(USER, stored, operations, [])).toMatchObject({ active: false });
  });
});
