import { describe, expect, it } from 'vitest';
import { type AttributeMapping, mappingProblems } from './attribute-mapping.js';
import { type DirectorySettings } from './directory-state.js';
import { type StoredGroupRule } from './group-rule.js';
import { termsProblem } from './settings-terms.js';
import { UserProjection } from './user-projection.js';

const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

/** As many terms as a directory may have. */
const RULES: StoredGroupRule[] = many(33, (r) => ({
  name: `rule${r}`,
  group: `group${r}`,
  group_id: `dirgroup_${String(r).padStart(2, '0')}`,
  filter: many(30, (i) => `title co "zq${r}x${i}"`).join(' or '),
}));

const projection = (settings: Partial<DirectorySettings>) => {
  const all = { attributeMappings: [], roleAssignments: [], roles: [], groupRules: [], policy: {}, ...settings };
  const one = new UserProjection(all as never, '2026-01-01T00:00:00.000Z');
  return { of: (newcomer: Parameters<UserProjection['of']>[0]) => one.of(newcomer, undefined) };
};
const user = (resource: object, groups: object[] = []) =>
  ({ resource: { userName: 'ada', ...resource }, groups, deletedAt: null, externalId: null }) as never;

describe('the budget of a user', () => {
  it('is enough for all rules and texts of a usual length', () => {
    const { groups, leftAside } = projection({ groupRules: RULES }).of(user({ title: 'Engineer zq32x29' }));
    expect(groups.map(({ name }) => name)).toEqual(['group32']);
    expect(leftAside).toBeUndefined();
  });

  it('leaves the group of a rule as it was, where none is left for the rule, and names the group', () => {
    const was = { id: 'dirgroup_32', name: 'group32', rule: true };
    const long = { title: `${'ab'.repeat(500)}` };
    const { groups, leftAside } = projection({ groupRules: RULES }).of(user(long, [was]));
    expect(groups).toEqual([was]);
    expect(leftAside).toContain('group32');
    expect(leftAside).not.toContain('group0');
    expect(projection({ groupRules: RULES }).of(user(long)).groups).toEqual([]);
  });

  it('never keeps a leaver in', () => {
    const leaver = user({ title: 'x'.repeat(200_000), active: false });
    expect(projection({ groupRules: RULES }).of(leaver)).toMatchObject({ active: false });
  });

  it('leaves mapped fields aside as if there were no value', () => {
    const attributeMappings: AttributeMapping[] = many(100, (i) => ({
      key: `custom_attributes.copy${i}`,
      map_to: 'title',
      default: 'none',
    }));
    const { profile, leftAside } = projection({ attributeMappings }).of(user({ title: 'x'.repeat(200_000) }));
    expect(JSON.stringify(profile).length).toBeLessThan(700_000);
    expect(profile.custom_attributes).toMatchObject({ copy0: 'x'.repeat(200_000), copy99: 'none' });
    expect(leftAside).toContain('custom_attributes.copy99');
  });
});

describe('a long text', () => {
  it('is compared by its first 1,024 characters', () => {
    const rule = (filter: string) => [{ ...RULES[0]!, filter }];
    const title = `${'x'.repeat(1_021)}yes and no`;
    const groupsOf = (filter: string) => projection({ groupRules: rule(filter) }).of(user({ title })).groups;
    expect(groupsOf('title co "yes"')).toHaveLength(1);
    expect(groupsOf('title co "no"')).toHaveLength(0);
  });

  it('is not transformed', () => {
    const attributeMappings: AttributeMapping[] = [{ key: 'title', map_to: 'title', transforms: ['lower'] }];
    const titleOf = (title: string) => projection({ attributeMappings }).of(user({ title })).profile.title;
    expect(titleOf('A'.repeat(1_024))).toBe('a'.repeat(1_024));
    expect(titleOf('A'.repeat(1_025))).toBe('A'.repeat(1_025));
  });
});

describe('the limits of the settings', () => {
  const mappings = [{ map_to: `emails[${many(30, (i) => `display co "${i}"`).join(' or ')}].value` }];

  it('are 1,000 terms of rules and mapping together', () => {
    const none = { rules: [], mappings: [] };
    expect(termsProblem({ rules: RULES, mappings: [] }, none)).toBeUndefined();
    expect(termsProblem({ rules: RULES, mappings }, none)).toMatch(/1000 terms .* would have 1020/);
    // What has more already may have fewer.
    expect(termsProblem({ rules: RULES, mappings }, { rules: [...RULES, ...RULES], mappings })).toBeUndefined();
  });

  it('are ten transforms of a mapping', () => {
    const problems = (count: number) =>
      mappingProblems([{ key: 'title', map_to: 'title', transforms: many(count, () => 'lower') }]);
    expect(problems(10)).toEqual([]);
    expect(problems(11)).toMatchObject([
      { field: 'attributes[0].transforms', description: expect.stringContaining('10') as string },
    ]);
  });
});
