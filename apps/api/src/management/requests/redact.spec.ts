import { describe, expect, it } from 'vitest';
import { personalTexts, redactBody, redactPath, redactSentence } from './redact.js';

describe('a logged body', () => {
  it('keeps its structure and loses whose it is', () => {
    const body = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'ada@example.com',
      active: 'True',
      name: { givenName: 'Ada' },
      emails: [{ value: 'ada@example.com', type: 'work', primary: true }],
      password: 'hunter2',
      employeeNumber: 4711,
    };
    expect(redactBody(body)).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: '[text]',
      active: 'True',
      name: { givenName: '[text]' },
      emails: [{ value: '[text]', type: 'work', primary: true }],
      password: '[removed]',
      employeeNumber: '[number]',
    });
  });

  it('shows what a PATCH does, not to what', () => {
    const body = {
      Operations: [
        { op: 'replace', path: 'emails[value eq "ada@example.com"].type', value: 'home' },
        { op: 'Replace', path: 'password', value: 'hunter2' },
        { op: 'remove', path: 'members', value: [{ value: 'diruser_01ABC' }, { value: 'ada' }] },
        { op: 'add', value: { 'emails[type eq "work"].value': 'ada@example.com', Password: 'hunter2' } },
      ],
    };
    const redacted = redactBody(body);
    expect(redacted).toEqual({
      Operations: [
        { op: 'replace', path: 'emails[value eq "***"].type', value: '[text]' },
        { op: 'Replace', path: 'password', value: '[removed]' },
        { op: 'remove', path: 'members', value: [{ value: 'diruser_01ABC' }, { value: '[text]' }] },
        { op: 'add', value: { 'emails[type eq "work"].value': '[text]', Password: '[removed]' } },
      ],
    });
    expect(JSON.stringify(redacted)).not.toMatch(/ada|hunter2/);
  });

  it('is cut where it is long or deep', () => {
    expect(redactBody({ members: Array.from({ length: 25 }, () => ({ value: 'x' })) })).toEqual({
      members: [...Array.from({ length: 20 }, () => ({ value: '[text]' })), '[5 more]'],
    });
    let deep: unknown = 'x';
    for (let level = 0; level < 30; level++) deep = { deep };
    expect(JSON.stringify(redactBody(deep))).toContain('[deeper]');
  });
});

describe('a logged path', () => {
  it.each([
    ['/Users?filter=userName%20eq%20%22ada%40example.com%22&count=5', '/Users?filter=userName eq "***"&count=5'],
    ['/Users?filter=userName+eq+ada', '/Users?filter=userName eq ***'],
    [
      '/Users?filter=active+eq+true&attributes=userName,emails',
      '/Users?filter=active eq true&attributes=userName,emails',
    ],
    ['/Users?name=Ada', '/Users?name=***'],
    ['/Users/diruser_01ABC', '/Users/diruser_01ABC'],
    ['/Users/ada@example.com', '/Users/***'],
    ['/Users/.search', '/Users/.search'],
  ])('%s is %s', (given, logged) => {
    expect(redactPath(given)).toBe(logged);
  });
});

describe('a logged error', () => {
  it('keeps attribute names, and loses what the request said', () => {
    const personal = personalTexts('/Users/bob', { userName: 'Ada Lovelace' });
    expect(redactSentence('a user with the userName "ada lovelace" exists; "title" is unknown', personal)).toBe(
      'a user with the userName "***" exists; "title" is unknown',
    );
    expect(redactSentence('there is no User "bob", ask eve@example.com', personal)).toBe(
      'there is no User "***", ask ***',
    );
  });
});
