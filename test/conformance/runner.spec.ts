import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startScimServer, type ScimServer } from '../support/scim-server.js';
import { readFixture, type Fixture, type Step } from './fixture.js';
import { brokenRules } from './house-rules.js';
import { readPath } from './json-path.js';
import { differences } from './match.js';
import { runFixture } from './run-fixture.js';

/** A runner that cannot fail would pass every server. */
let server: ScimServer;
const folder = mkdtempSync(join(tmpdir(), 'rollcall-fixture-'));
beforeAll(async () => {
  server = await startScimServer();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const create: Step = {
  request: { method: 'POST', path: '/Users', body: { userName: 'a', title: 'T' } },
  expect: { status: 201 },
  capture: { id: 'id' },
};
const fixture = (...steps: Partial<Step>[]): Fixture => ({
  title: 't',
  source: 's',
  steps: steps.map((step) => ({ ...create, ...step })),
});

describe('a fixture file', () => {
  const file = join(folder, 'fixture.json');
  const read = (value: object) => {
    writeFileSync(file, JSON.stringify(value));
    return readFixture(file);
  };
  it('is read', () => expect(read(fixture({}))).toEqual(fixture({})));
  it.each([
    [{ title: 't', source: 's', steps: [] }, 'no steps'],
    [{ title: 't', steps: [create] }, '"source" is missing'],
    [{ ...fixture({}), extra: 1 }, 'unknown key "extra"'],
    [fixture({ expects: {} } as Partial<Step>), 'unknown key "expects"'],
    [fixture({ expect: { body: {} } as unknown as Step['expect'] }), '"status" is missing'],
    [fixture({ expect: { status: 201, absents: [] } as Step['expect'] }), 'unknown key "absents"'],
    [
      fixture({ events: [{ type: 'user_created', previous: {} }] } as unknown as Partial<Step>),
      'unknown key "previous"',
    ],
    [fixture({ state: { user: {} } } as Partial<Step>), 'unknown key "user"'],
    [{ title: 't', source: 's', steps: [{ request: create.request }] }, '"expect" is missing'],
  ])('%j is refused', (value, message) => expect(() => read(value)).toThrow(message));
});

describe('a run', () => {
  it('passes', () => runFixture(server, fixture({ events: [{ type: 'user_created' }] })));
  it.each<[string, Partial<Step>]>([
    ['the status', { expect: { status: 200 } }],
    ['the body', { expect: { status: 201, body: { title: 'U' } } }],
    ['what must be absent', { expect: { status: 201, absent: ['title'] } }],
    ['a header', { expect: { status: 201, headers: { etag: 'W/"2"' } } }],
    ['a capture', { capture: { x: 'nothing' } }],
    ['an event too many', { events: [] }],
    ['an event missing', { events: [{ type: 'user_created' }, { type: 'user_updated' }] }],
    ['the data of an event', { events: [{ type: 'user_created', data: { title: 'U' } }] }],
    ['previous attributes', { events: [{ type: 'user_created', previous_attributes: {} }] }],
    ['a stored user', { state: { users: { '{{secret}}': { active: true } } } }],
    ['the counts', { state: { counts: { users: 2 } } }],
  ])('fails on %s', async (_name, step) => {
    await expect(runFixture(server, fixture(step))).rejects.toThrow();
  });
  it('fails on a name that was never captured', async () => {
    const step = { request: { method: 'GET', path: '/Users/{{nobody}}' } };
    await expect(runFixture(server, fixture(step))).rejects.toThrow('never captured');
  });
});

describe('comparing', () => {
  it.each([
    [{ a: 1 }, { a: 1, b: 2 }, 0],
    [{ a: 1 }, { a: '1' }, 1],
    [{ a: null }, {}, 1],
    [[1, 2], [1], 1],
    [[{ a: 1 }], [{ a: 1, b: 1 }], 0],
    [{}, [], 1],
    ['<string>', 'x', 0],
    ['<string>', '', 1],
    ['<integer>', 1.5, 1],
    ['<boolean>', 'true', 1],
    ['<dateTime>', '2020-01-01', 1],
    ['<contains b>', 'abc', 0],
    ['<contains b>', 'ac', 1],
  ])('%j with %j', (expected, actual, count) => expect(differences(expected, actual)).toHaveLength(count));
  it('reads paths', () => {
    const value = { a: { b: [{ c: 1 }] }, 'urn:x': { d: 2 } };
    expect(readPath(value, 'a.b[0].c')).toBe(1);
    expect(readPath(value, "['urn:x'].d")).toBe(2);
    expect(readPath(value, 'a.x.y')).toBeUndefined();
    expect(readPath(value, '')).toBe(value);
    expect(() => readPath(value, 'a..b')).toThrow('not a path');
  });
  it('sees every broken house rule', () => {
    const answer = { status: 400, headers: { 'content-type': 'application/scim+json; charset=utf-8' }, text: 'x.js:1' };
    expect(brokenRules({ ...answer, json: { schemas: [], status: 400 } }, 'http://x')).toHaveLength(7);
  });
});
