import { evaluate, type FilterNode, parseFilter, type ResourceType, ScimError } from '#scim';
import { canonicalFacts, canonicalUser } from './canonical-user.js';
import { type GroupRef, type UserRecord } from './user.js';

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

/** Which of the broker's own groups a user belongs to. */
export class GroupRules {
  private readonly rules: { filter: Compiled; group: GroupRef }[];

  constructor(rules: readonly StoredGroupRule[]) {
    this.rules = rules.map(({ filter, group, group_id }) => ({
      filter: compile(filter),
      group: { id: group_id, name: group, rule: true },
    }));
  }

  /** The IdP's groups as they are, and of ours those whose rules match. */
  groupsOf(user: Pick<UserRecord, 'profile' | 'externalId' | 'active' | 'groups'>): GroupRef[] {
    const facts = canonicalFacts(user);
    const matching = this.rules.filter(({ filter }) => evaluate(filter.node, facts, filter.type));
    const ours = new Map(matching.map(({ group }) => [group.id, group]));
    const all = [...user.groups.filter(({ rule }) => rule !== true), ...ours.values()];
    return all.sort((a, b) => (a.id < b.id ? -1 : 1));
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
