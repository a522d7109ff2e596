import { type ScimResource } from '#scim';
import { type AttributeMapping, CUSTOM_PREFIX } from './attribute-mapping.js';
import { CompiledMapping } from './compiled-mapping.js';
import { same } from './difference.js';
import { withinUserBudget } from './projection-budget.js';
import { toProfile, type UserProfile } from './profile.js';

/** What a mapping would make of a user. Roles do not come from it. */
export interface MappingPreview {
  before: Omit<UserProfile, 'roles'>;
  after: Omit<UserProfile, 'roles'>;
  /** The fields that differ, custom ones by their whole key. */
  changed: string[];
}

/** A mapping, tried on users without storing anything. */
export function previewMapping(
  mappings: readonly AttributeMapping[],
): (user: { resource: ScimResource; profile: UserProfile }) => MappingPreview {
  const mapping = new CompiledMapping(mappings);
  return ({ resource, profile }) => {
    const mapped = toProfile(resource);
    withinUserBudget(() => mapping.apply(mapped, resource));
    const { roles: _before, ...before } = profile;
    const { roles: _after, ...after } = mapped;
    return { before, after, changed: differences(before, after) };
  };
}

function differences(before: MappingPreview['before'], after: MappingPreview['after']): string[] {
  const { custom_attributes: customBefore = {}, ...was } = before;
  const { custom_attributes: customAfter = {}, ...is } = after;
  return [
    ...fieldsThatDiffer(was, is),
    ...fieldsThatDiffer(customBefore, customAfter).map((name) => CUSTOM_PREFIX + name),
  ];
}

function fieldsThatDiffer(before: object, after: object): string[] {
  const [was, is] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...names].filter((name) => !same(was[name] ?? null, is[name] ?? null));
}
