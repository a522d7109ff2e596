import { describe, expect, it } from 'vitest';
import { ScimError } from '../message/error.js';
import { ENTERPRISE_URN, USER_URN } from '../schema/urns.js';
import { GROUP, USER } from '../schema/resource-types.js';
import { parseFilter } from './parse.js';
import { printFilter } from './print.js';

const normal = (text: string, type = USER) => printFilter(parseFilter(text, type));

function problem(text: string): ScimError {
  try {
    parseFilter(text, USER);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe('parseFilter', () => {
  it.each([
    // RFC 7644 §3.4.2.2 examples
    ['userName eq "bjensen"', 'userName eq "bjensen"'],
    ['name.familyName co "O\'Malley"', 'name.familyName co "O\'Malley"'],
    [`${USER_URN}:userName sw "J"`, 'userName sw "J"'],
    ['title pr and userType eq "Employee"', 'title pr and userType eq "Employee"'],
    ['schemas eq "urn:x"', 'schemas eq "urn:x"'],
    [
      'userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")',
      'userType eq "Employee" and (emails.value co "example.com" or emails.value co "example.org")',
    ],
    ['userType ne "Employee" and not (emails co "x")', 'userType ne "Employee" and not (emails.value co "x")'],
    [
      'emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]',
      'emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]',
    ],
    // precedence: not > and > or
    ['title pr or active eq true and not (locale pr)', 'title pr or active eq true and not (locale pr)'],
    ['(title pr or active eq true) and locale pr', '(title pr or active eq true) and locale pr'],
    ['title pr or (active eq true or locale pr)', 'title pr or (active eq true or locale pr)'],
    ['((title pr))', 'title pr'],
    ['NOT(title PR)', 'not (title pr)'],
    // P1-DOC, ENTRA-R23: case, unquoted literals, aliases
    ['username Eq "x"', 'userName eq "x"'],
    ['email Co "x"', 'emails.value co "x"'],
    ['userName sw O', 'userName sw "O"'],
    ['userName eq 123', 'userName eq "123"'],
    ['externalId eq jyoung', 'externalId eq "jyoung"'],
    [
      'name.FamilyName eq Employee and (emails.Value co example.com or emails.Value co example.org)',
      'name.familyName eq "Employee" and (emails.value co "example.com" or emails.value co "example.org")',
    ],
    ['meta.Created gt 2015-10-10T14:38:21.8617979-07:00', 'meta.created gt "2015-10-10T14:38:21.8617979-07:00"'],
    ['meta.lastModified ge "2015-10-10T14:38:21 07:00"', 'meta.lastModified ge "2015-10-10T14:38:21+07:00"'],
    ['meta.lastModified lt 2024-02-29', 'meta.lastModified lt "2024-02-29T00:00:00Z"'],
    // ENTRA-R2, ENTRA-R9, ENTRA-R10
    ['emails[type eq "work"].value eq "x@y.z"', 'emails[type eq "work" and value eq "x@y.z"]'],
    [`${USER_URN}:emails[type eq "work"].value eq "x"`, 'emails[type eq "work" and value eq "x"]'],
    ['emails[type eq "a" or type eq "b"].value pr', 'emails[(type eq "a" or type eq "b") and value pr]'],
    ['id eq "u" and manager eq "m"', `id eq "u" and ${ENTERPRISE_URN}:manager.value eq "m"`],
    ['active eq "True"', 'active eq true'],
    ['roles[primary eq "True"]', 'roles[primary eq true]'],
    [`${ENTERPRISE_URN.toLowerCase()}:Department eq "d"`, `${ENTERPRISE_URN}:department eq "d"`],
    ['urn:scim:schemas:extension:enterprise:1.0:department eq "d"', `${ENTERPRISE_URN}:department eq "d"`],
    // custom extensions keep the literal's own type
    ['urn:acme:1.0:User:badge.number eq 42', 'urn:acme:1.0:User:badge.number eq 42'],
    ['urn:acme:1.0:User:badge eq "42"', 'urn:acme:1.0:User:badge eq "42"'],
    ['urn:acme:1.0:User:tags[value eq x]', 'urn:acme:1.0:User:tags[value eq "x"]'],
    // strings are JSON strings
    [String.raw`userName eq "a\"b\\c\u00e9)] and"`, String.raw`userName eq "a\"b\\cé)] and"`],
    ['title eq null', 'title eq null'],
    ['title ne null', 'title ne null'],
    ['title eq "null"', 'title eq "null"'],
    ['  userName   eq   "x"  ', 'userName eq "x"'],
  ])('reads %s', (text, expected) => {
    expect(normal(text)).toBe(expected);
  });

  it('reads membership checks on groups (ENTRA-R18)', () => {
    expect(normal('id eq "g" and members eq "u"', GROUP)).toBe('id eq "g" and members.value eq "u"');
  });

  it.each([
    ['', 'position 1: expected an attribute'],
    ['userName', 'position 9: expected an operator'],
    ['userName is "x"', 'got "is"'],
    ['userName eq', 'position 12: expected a value'],
    ['userName eq "x" userName', 'position 17: unexpected "userName"'],
    ['userName eq "x', 'position 13: the string has no closing quote'],
    ['userName eq "\\x"', 'not a JSON string'],
    ['(userName pr', 'expected ")" for the "(" at 1'],
    ['userName pr)', 'unexpected ")"'],
    ['nosuch eq "x"', 'User has no attribute "nosuch"'],
    ['name.nosuch eq "x"', 'has no sub-attribute "nosuch"'],
    ['userName.x eq "x"', 'has no sub-attribute "x"'],
    ['name eq "x"', 'name is complex'],
    ['emails[nosuch eq "x"]', 'has no sub-attribute "nosuch"'],
    ['emails[type eq "x"', 'expected "]"'],
    ['emails[type[value eq "x"]]', 'cannot be nested'],
    ['userName[value eq "x"]', 'only a complex attribute'],
    ['active eq "maybe"', 'compared with a boolean'],
    ['active gt true', 'cannot order'],
    ['active co "t"', 'compared with a boolean'],
    ['active co "true"', 'needs a string'],
    ['meta.created sw "2015"', 'compared with a dateTime'],
    ['meta.created eq "2015-02-30T00:00:00Z"', 'compared with a dateTime'],
    ['meta.created co "2015-02-03"', 'needs a string'],
    ['title gt null', 'cannot be used with null'],
    ['x509Certificates gt "a"', 'cannot order'],
    ['password eq "x"', 'cannot be used in a filter'],
    ['password pr', 'cannot be used in a filter'],
    ['__proto__ eq "x"', 'not an attribute path'],
    ['urn:acme:1.0:User:constructor pr', 'not an attribute path'],
    [`${ENTERPRISE_URN} pr`, 'names a schema'],
    ['not userName pr', 'User has no attribute "not"'],
    ['userName eq "a\\u0000b"', 'contains a NUL'],
    ['userName eq a\0b', 'contains a NUL'],
    ['userName eq "\\ud800"', 'contains a lone surrogate'],
  ])('refuses %s', (text, detail) => {
    const error = problem(text);
    expect(error).toMatchObject({ status: 400, scimType: 'invalidFilter' });
    expect(error.detail).toContain(detail);
  });

  it('bounds length and nesting', () => {
    expect(problem(`userName eq "${'x'.repeat(10_000)}"`).detail).toContain('longer than');
    expect(problem('('.repeat(51) + 'title pr' + ')'.repeat(51)).detail).toContain('nested deeper');
    expect(normal('('.repeat(50) + 'title pr' + ')'.repeat(50))).toBe('title pr');
    const chain = (terms: number) => Array.from({ length: terms }, () => 'id pr').join(' or ');
    expect(normal(chain(30))).toBe(chain(30));
    expect(problem(chain(31)).detail).toContain('more than 30 terms');
  });
});
