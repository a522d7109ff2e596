import { describe, expect, it } from 'vitest';
import { type AttributeMapping, mappingProblems } from './attribute-mapping.js';
import { presetOf } from './attribute-presets.js';
import { CompiledMapping } from './compiled-mapping.js';
import { toProfile, type UserProfile } from './profile.js';
import { TRANSFORM_NAMES } from './transforms.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ADA = {
  userName: 'ada',
  title: ' Countess  of Lovelace ',
  nickName: '',
  emails: [
    { value: 'home@example.com', type: 'home' },
    { value: 'ADA@Work.example', type: 'work' },
    { value: 'first@example.com', type: 'other', primary: true },
  ],
  addresses: [
    { type: 'home', locality: 'Ockham' },
    { type: 'work', locality: 'London' },
  ],
  phoneNumbers: [{ value: '+44 (20) 7946', type: 'mobile' }],
  [ENTERPRISE]: { manager: { value: 'boss-1' }, employeeNumber: '7' },
  'urn:example:2.0:User': { badge: 42, remote: false, tags: ['a', 'b'] },
};

function mapped(...mappings: AttributeMapping[]): UserProfile {
  expect(mappingProblems(mappings)).toEqual([]);
  const profile = toProfile(ADA);
  new CompiledMapping(mappings).apply(profile, ADA);
  return profile;
}

describe('a mapping', () => {
  it.each([
    ['a filtered value', { key: 'email', map_to: 'emails[type eq "work"].value' }, 'ADA@Work.example'],
    ['the primary element', { key: 'email', map_to: 'emails.value' }, 'first@example.com'],
    ['a complex element by its value', { key: 'email', map_to: 'emails[type eq "home"]' }, 'home@example.com'],
    ['an extension', { key: 'cost_center', map_to: `${ENTERPRISE}:employeeNumber` }, '7'],
    ['a sub-attribute of an extension', { key: 'manager', map_to: `${ENTERPRISE}:manager.value` }, 'boss-1'],
    ['a complex attribute by its value', { key: 'manager', map_to: `${ENTERPRISE}:manager` }, 'boss-1'],
    ['a number as text', { key: 'employee_id', map_to: 'urn:example:2.0:User:badge' }, '42'],
    ['another case', { key: 'nickname', map_to: 'USERNAME' }, 'ada'],
    ['the first fallback with a value', { key: 'division', map_to: ['nickName', 'locale', 'userName'] }, 'ada'],
    ['null without a value', { key: 'title', map_to: 'nickName' }, null],
    ['a default', { key: 'title', map_to: 'nickName', default: 'None' }, 'None'],
    [
      'transforms in order',
      { key: 'title', map_to: 'title', transforms: ['collapse_spaces', 'upper'] },
      'COUNTESS OF LOVELACE',
    ],
    ['the userName still', { key: 'preferred_username', map_to: 'locale' }, 'ada'],
  ] as [string, AttributeMapping, unknown][])('takes %s', (_what, mapping, value) => {
    expect(mapped(mapping)[mapping.key as keyof UserProfile]).toEqual(value);
  });

  it('takes all addresses, each once', () => {
    expect(mapped({ key: 'emails', map_to: 'emails.value', transforms: ['domain'] }).emails).toEqual([
      'example.com',
      'Work.example',
    ]);
    expect(mapped({ key: 'emails', map_to: 'locale' }).emails).toEqual([]);
  });

  it('takes an address whole', () => {
    expect(mapped({ key: 'address', map_to: 'addresses[type eq "home"]' }).address).toMatchObject({
      locality: 'Ockham',
    });
  });

  it('keeps the kind of a custom attribute, and takes away one without a value', () => {
    const extension = 'urn:example:2.0:User';
    const { custom_attributes } = mapped(
      { key: 'custom_attributes.number', map_to: `${extension}:badge` },
      { key: 'custom_attributes.office', map_to: `${extension}:remote`, transforms: ['upper'] },
      { key: 'custom_attributes.badge', map_to: `${extension}:nothing` },
      { key: 'custom_attributes.floor', map_to: 'locale', default: 3 },
    );
    expect(custom_attributes).toEqual({ number: 42, office: false, remote: false, tags: ['a', 'b'], floor: 3 });
  });

  it('of a preset passes its own validation', () => {
    for (const provider of ['OKTA', 'JUMPCLOUD', 'MICROSOFT_AD', 'GENERIC']) {
      expect(mappingProblems(presetOf(provider)), provider).toEqual([]);
      expect(mapped(...presetOf(provider))).toMatchObject({ email: 'ADA@Work.example', manager: 'boss-1' });
    }
  });
});

it.each([
  ['lower', 'ADA', 'ada'],
  ['upper', 'ada', 'ADA'],
  ['trim', ' ada ', 'ada'],
  ['collapse_spaces', ' a  b ', 'a b'],
  ['title_case', "ada o'BRIEN-smith", "Ada O'Brien-Smith"],
  ['local_part', 'ada@example.com', 'ada'],
  ['domain', 'ada@example.com', 'example.com'],
  ['digits', '+44 (20) 7946', '44207946'],
])('the transform %s makes of "%s" "%s"', (name, text, made) => {
  expect(TRANSFORM_NAMES).toContain(name);
  const profile = toProfile({ userName: 'x' });
  const mapping = { key: 'title', map_to: 'title', transforms: [name] };
  new CompiledMapping([mapping]).apply(profile, { userName: 'x', title: text });
  expect(profile.title).toBe(made);
});
