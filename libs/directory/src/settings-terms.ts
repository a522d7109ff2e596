import { termsOf } from '#scim';
import { type AttributeMapping } from './attribute-mapping.js';
import { type GroupRule, ruleTerms } from './group-rule.js';
import { pathOf } from './resource-value.js';

/** Terms of the filters of a directory's group rules and mapping together: each write of a user asks all of them. */
const MOST_TERMS = 1_000;

export interface FilteringSettings {
  rules: readonly Pick<GroupRule, 'filter'>[];
  mappings: readonly Pick<AttributeMapping, 'map_to'>[];
}

/** Why settings have too many terms; undefined where they do not, or have no more than those stored at present. */
export function termsProblem(next: FilteringSettings, stored: FilteringSettings): string | undefined {
  const terms = termsIn(next);
  if (terms <= MOST_TERMS || terms <= termsIn(stored)) return undefined;
  return `the group rules and the attribute mapping of a directory may have ${MOST_TERMS} terms in their filters together; these would have ${terms}`;
}

function termsIn({ rules, mappings }: FilteringSettings): number {
  const filters = mappings.flatMap(({ map_to }) => [map_to].flat().map((path) => pathOf(path).filter));
  return ruleTerms(rules) + filters.reduce((sum, filter) => sum + (filter === undefined ? 0 : termsOf(filter)), 0);
}
