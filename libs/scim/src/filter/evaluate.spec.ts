import { describe, expect, it } from 'vitest';
import { ENTERPRISE_URN, USER_URN } from '../schema/urns.js';
import { USER } from '../schema/resource-types.js';
import { evaluate } from './evaluate.js';
import { parseFilter } from './parse.js';

const user = {
  id: 'U1',
  userName: 'BJensen',
  externalId: 'Ext',
  active: true,
  title: '',
  name: { familyName: 'Jensen' },
  emails: [
    { type: 'work', value: 'b@work.example', primary: true },
    { type: 'home', value: 'b@home.example' },
  ],
  meta: { created: '2020-01-01T00:00:00.000Z', lastModified: '2021-06-01T12:00:00.000Z' },
  [ENTERPRISE_URN]: { department: 'Sales', manager: { value: 'M1' } },
  'urn:acme:1.0:User': { Badge: 7, tags: ['red', 'Blue'] },
};

describe('evaluate', () => {
  it.each([
    ['userName eq "bjensen"', true],
    ['externalId eq "ext"', false],
    ['externalId eq "Ext"', true],
    ['id eq "u1"', false],
    ['userName co "jen"', true],
    ['userName sw "bj"', true],
    ['userName ew "SEN"', true],
    ['userName gt "a"', true],
    ['userName le "a"', false],
    ['active eq "True"', true],
    ['active ne true', false],
    ['title pr', false],
    ['locale pr', false],
    ['name pr', true],
    ['locale eq null', true],
    ['userName ne null', true],
    ['locale ne "x"', true],
    ['locale lt "x"', false],
    // the same element must match both (ENTRA-R2)
    ['emails[type eq "work"].value eq "b@work.example"', true],
    ['emails[type eq "work"].value eq "b@home.example"', false],
    ['emails[type eq "home" and primary eq true]', false],
    ['emails.type eq "home" and emails.value eq "b@work.example"', true],
    ['emails ne "b@home.example"', false],
    ['emails ne "other"', true],
    ['not (emails[type eq "other"])', true],
    ['meta.created eq "2019-12-31T23:00:00-01:00"', true],
    ['meta.lastModified gt "2021-06-01T13:59:59+02:00"', true],
    ['manager eq "M1" and id eq "U1"', true],
    ['department eq "sales"', true],
    ['urn:ACME:1.0:user:badge eq 7', true],
    ['urn:acme:1.0:User:badge gt 7', false],
    ['urn:acme:1.0:User:badge ge 7', true],
    ['urn:acme:1.0:User:tags eq "blue"', true],
    ['urn:acme:1.0:User:tags[value eq "red"]', true],
    ['urn:acme:1.0:User:toString pr', false],
    ['schemas eq "urn:acme:1.0:User"', true],
    [`schemas eq "${USER_URN}"`, true],
    ['title pr or active eq true and locale pr', false],
    ['(title pr or active eq true) and userName pr', true],
  ])('%s is %s', (filter, expected) => {
    expect(evaluate(parseFilter(filter, USER), user, USER)).toBe(expected);
  });
});
