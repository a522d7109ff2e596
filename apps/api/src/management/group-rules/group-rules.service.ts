import { Inject, Injectable } from '@nestjs/common';
import {
  type AttributeMapping,
  type GroupRule,
  ruleFilterProblem,
  type StoredGroupRule,
  termsProblem,
  type UserScope,
} from '#directory';
import { type AuditChanges, changesBetween, DirectorySettingsStore, noteAct } from '#persistence';
import { type FieldViolation, Problem } from '../../http/problem.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { RestChanges } from '../directories/rest-changes.js';
import { SettingsPass } from '../mappings/settings-pass.js';

/** Groups that the broker fills by itself. */
@Injectable()
export class GroupRulesService {
  constructor(
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(DirectorySettingsStore) private readonly settings: DirectorySettingsStore,
    @Inject(RestChanges) private readonly changes: RestChanges,
    @Inject(SettingsPass) private readonly pass: SettingsPass,
  ) {}

  async list({ organizationId, directoryId }: UserScope): Promise<StoredGroupRule[]> {
    await this.directories.find(organizationId, directoryId);
    return await this.settings.groupRules(directoryId);
  }

  async replace(scope: UserScope, rules: GroupRule[]): Promise<StoredGroupRule[]> {
    const directory = await this.directories.find(scope.organizationId, scope.directoryId);
    const violations = violationsOf(rules);
    if (violations.length > 0) throw Problem.invalid(violations);
    const stored = await this.settings.groupRules(scope.directoryId);
    const mappings = directory.attributeMappings as AttributeMapping[];
    const problem = termsProblem({ rules, mappings }, { rules: stored, mappings });
    if (problem !== undefined) throw Problem.invalid([{ field: 'rules', description: problem }]);
    const plain = rules.map(({ name, filter, group }) => ({ name, filter, group }));
    noteAct({ changes: changesOf(stored, plain) });
    await this.changes.upkeep(scope.directoryId, { name: 'set-group-rules', rules: plain });
    await this.pass.begin([scope.directoryId]);
    return await this.settings.groupRules(scope.directoryId);
  }
}

/** A filter may name a person. */
function changesOf(before: GroupRule[], after: GroupRule[]): AuditChanges | null {
  const [old, now] = [before, after].map((list) => ({
    rules: list.map(({ name, filter, group }) => ({ name, filter, group })),
    rule_names: list.map(({ name }) => name),
  })) as [object, object];
  return changesBetween({ ...old }, { ...now }, ['rules']);
}

function violationsOf(rules: GroupRule[]): FieldViolation[] {
  return rules.flatMap(({ name, filter }, index) => {
    const violations: FieldViolation[] = [];
    const problem = ruleFilterProblem(filter);
    if (problem !== undefined) violations.push({ field: `rules[${index}].filter`, description: problem });
    if (rules.findIndex((rule) => rule.name === name) < index) {
      violations.push({ field: `rules[${index}].name`, description: `"${name}" is in the list twice` });
    }
    return violations;
  });
}
