import { describe, expect, it } from 'vitest';
import { maskExpression, redactBody, redactPath } from './redact.js';
import { redactSentence } from './redact-sentence.js';

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

  it('has nothing that cannot be stored', () => {
    for (const bad of ['\0', '\ud800']) {
      const texts = [bad, `emails[type eq "${bad}"]`, `/Users/${bad}`, `title${bad}`, `${bad}work`];
      const body = texts.map((text) => ({ [text]: text, path: text, type: text, detail: text, schemas: [text] }));
      expect(JSON.stringify(redactBody(body))).not.toMatch(/\\u0000|\\ud800/);
      const query = texts.map((text) => encodeURIComponent(text.toWellFormed()));
      const url = `/Users?${query.map((text) => `filter=${text}&attributes=${text}&${text}=1`).join('&')}`;
      expect(redactPath(url)).not.toContain('\0');
    }
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
    ['/Users?ada@example.com=1', '/Users?***=***'],
    ['/Users?filter=userName+eq+"ada"+or+Lovelace+pr', '/Users?filter=userName eq "***" or *** pr'],
    ['/Users/diruser_01ABC', '/Users/diruser_01ABC'],
    ['/Users/ada@example.com', '/Users/***'],
    ['/Users/.search', '/Users/.search'],
  ])('%s is %s', (given, logged) => {
    expect(redactPath(given)).toBe(logged);
  });
});

describe('a logged error', () => {
  it.each([
    ['the userName "ada lovelace" is taken; "title" is unknown', 'the userName "***" is unknown'],
    ['the userName "ada" is taken; "title" is unknown', 'the userName "***" is taken; "title" is unknown'],
    ['"title.shoeSize" is not an attribute', '"title.***" is not an attribute'],
    ['there is no User "bob", ask eve@example.com', 'there is no User "***", ask ***'],
    ['"emails.value" has no sub-attribute "value"', '"emails.value" has no sub-attribute "value"'],
    ['members: "diruser_01ABC" is not in this directory', 'members: "diruser_01ABC" is not in this directory'],
    ['the path "emails[value eq "ada"].type" is wrong', 'the path "***" is wrong'],
    ['expected a value after "eq", got "ada', 'expected a value after "eq", got "***'],
    ['no Adresse "Ünï"', 'no Adresse "***"'],
  ])('%s is %s', (given, logged) => {
    expect(redactSentence(given)).toBe(logged);
  });

  it('is cut before an address could lose its sign', () => {
    const logged = redactSentence(`${'word '.repeat(198)}ada.lovelace.of.the.analytical.engine@example.com`);
    expect(logged).not.toContain('ada');
    expect(logged.length).toBeLessThan(1_010);
  });
});

describe('redaction is linear', () => {
  // Each of them took the former expressions minutes at a mebibyte.
  const pump = 200_000;
  it.each([
    ['escaped quotes', '\\"'.repeat(pump)],
    ['an open quote and escaped quotes', `"${'\\"'.repeat(pump)}`],
    ['quotes', '"'.repeat(pump)],
    ['backslashes', '\\'.repeat(pump)],
    ['blanks after an operator', `userName eq ${' '.repeat(pump)}`],
    ['operators', 'eq '.repeat(pump)],
    ['an address without its sign', 'a'.repeat(pump)],
    ['signs', '@'.repeat(pump)],
    ['question marks', '?'.repeat(pump)],
    ['slashes', '/'.repeat(pump)],
    ['brackets', '(['.repeat(pump)],
    ['line breaks in quotes', '"\n'.repeat(pump)],
  ])('in %s', (_name, text) => {
    expect(maskExpression(text).length).toBeLessThan(2_500);
    expect(redactSentence(text).length).toBeLessThan(1_500);
    expect(redactPath(`/Users?filter=${text}`).length).toBeLessThan(8_500);
    expect(
      JSON.stringify(redactBody({ detail: text, path: text, [text]: text, Operations: [{ path: text }] })).length,
    ).toBeLessThan(9_000);
  });

  it('in a body of many values', () => {
    const body = {
      Operations: Array.from({ length: 20 }, () =>
        Object.fromEntries(
          Array.from({ length: 100 }, (_, n) => [`a${n}`, Array.from({ length: 20 }, () => ({ b: [{}] }))]),
        ),
      ),
    };
    expect(JSON.stringify(redactBody(body)).length).toBeLessThan(200_000);
  });
});
