import { evaluate, type FilterNode, parseFilter, type ResourceType, ScimError, termsOf } from '#scim';
import { canonicalFacts, canonicalUser } from './canonical-user.js';
import { affordable } from './projection-budget.js';
import { type GroupRef, nameKey, type UserRecord } from './user.js';

/** Puts matching users into a group of the broker's own. */
export interface GroupRule {
  name: string;
  /** A SCIM filter over the canonical user. */
  filter: string;
  /** The group's display name; several rules may fill one group. */
  group: string;
}

export interface StoredGroupRule extends GroupRule {
  group_id: string;
}

/** The groups that rules fill, by the comparison key of their names. Of several spellings the first rule's is the group's. */
export function groupNames(rules: readonly Pick<GroupRule, 'group'>[]): { key: string; name: string }[] {
  const names = new Map<string, string>();
  for (const { group } of rules) if (!names.has(nameKey(group))) names.set(nameKey(group), group);
  return [...names].map(([key, name]) => ({ key, name }));
}

interface Compiled {
  node: FilterNode;
  type: ResourceType;
}

/** Filters recur in every batch of a directory, and there are few of them. */
const compiled = new Map<string, Compiled>();
const MOST_COMPILED = 1_000;

/** Why a text is no filter; undefined where it is one. */
export function ruleFilterProblem(filter: string): string | undefined {
  try {
    compile(filter);
    return undefined;
  } catch (error) {
    if (error instanceof ScimError) return error.detail;
    throw error;
  }
}

/** How many comparisons the rules make of one user. */
export function ruleTerms(rules: readonly Pick<GroupRule, 'filter'>[]): number {
  return rules.reduce((sum, { filter }) => sum + termsOf(compile(filter).node), 0);
}

/** The groups of a user, and the names of those of the broker's own that were left aside. */
export interface RuledGroups {
  groups: GroupRef[];
  leftAside: string[];
}

/** Which of the broker's own groups a user belongs to. */
export class GroupRules {
  private readonly rules: { filter: Compiled; group: GroupRef }[];

  constructor(rules: readonly StoredGroupRule[]) {
    // Of rules that spell the group in different ways, the first gave it its name.
    const names = new Map([...rules].reverse().map(({ group_id, group }) => [group_id, group]));
    this.rules = rules.map(({ filter, group_id }) => ({
      filter: compile(filter),
      group: { id: group_id, name: names.get(group_id)!, rule: true },
    }));
  }

  /** The IdP's groups as they are, and of ours those whose rules match. Without steps left for a rule, its group stays as it was. */
  groupsOf(user: Pick<UserRecord, 'profile' | 'externalId' | 'active' | 'groups'>): RuledGroups {
    const facts = canonicalFacts(user);
    const before = new Set(user.groups.filter(({ rule }) => rule === true).map(({ id }) => id));
    const leftAside = new Set<string>();
    const matching = this.rules.filter(({ filter, group }) =>
      affordable(
        () => evaluate(filter.node, facts, filter.type),
        () => {
          leftAside.add(group.name);
          return before.has(group.id);
        },
      ),
    );
    const ours = new Map(matching.map(({ group }) => [group.id, group]));
    const all = [...user.groups.filter(({ rule }) => rule !== true), ...ours.values()];
    return { groups: all.sort((a, b) => (a.id < b.id ? -1 : 1)), leftAside: [...leftAside] };
  }
}

function compile(filter: string): Compiled {
  let known = compiled.get(filter);
  if (known === undefined) {
    if (compiled.size >= MOST_COMPILED) compiled.clear();
    const type = canonicalUser(filter);
    known = { node: parseFilter(filter, type), type };
    compiled.set(filter, known);
  }
  return known;
}
