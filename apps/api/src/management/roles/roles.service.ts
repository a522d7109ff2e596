import { Inject, Injectable } from '@nestjs/common';
import { type RoleAssignment, type UserScope } from '#directory';
import { DirectorySettingsStore, type StoredRole } from '#persistence';
import { type FieldViolation, Problem } from '../../http/problem.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { SettingsPass } from '../mappings/settings-pass.js';
import { type RoleInput } from './role.dto.js';

/** The application's roles, and which groups give them. */
@Injectable()
export class RolesService {
  constructor(
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(DirectorySettingsStore) private readonly settings: DirectorySettingsStore,
    @Inject(SettingsPass) private readonly pass: SettingsPass,
  ) {}

  async list(): Promise<StoredRole[]> {
    return await this.settings.roles();
  }

  /** Leaves exactly these. A role that is gone is nobody's any more; its assignments wait for it to come back. */
  async replace(inputs: RoleInput[]): Promise<StoredRole[]> {
    const roles = inputs.map((input, index): StoredRole => ({
      name: input.name,
      display_name: input.display_name ?? input.name,
      description: input.description ?? '',
      priority: input.priority ?? index + 1,
      default: input.default ?? false,
      privileged: input.privileged ?? false,
    }));
    const violations = violationsOf(roles);
    if (violations.length > 0) throw Problem.invalid(violations);
    const directories = await this.settings.replaceRoles(roles);
    if (directories === undefined) {
      throw Problem.precondition('a role that a group made by a rule gives cannot become privileged');
    }
    await this.pass.begin(directories);
    return await this.settings.roles();
  }

  async assign({ organizationId, directoryId }: UserScope, assignments: RoleAssignment[]): Promise<RoleAssignment[]> {
    await this.directories.find(organizationId, directoryId);
    const groupIds = assignments.map(({ group_id }) => group_id);
    const [roles, groups] = await Promise.all([
      this.settings.roles(),
      this.settings.groupSources(directoryId, groupIds),
    ]);
    const seen = new Set<string>();
    const violations = assignments.flatMap(({ group_id, role_name }, index): FieldViolation[] => {
      const at = `assignments[${index}]`;
      const source = groups.get(group_id);
      const role = roles.find(({ name }) => name === role_name);
      const twice = seen.has(`${group_id} ${role_name}`);
      seen.add(`${group_id} ${role_name}`);
      return [
        ...violation(source === undefined, `${at}.group_id`, `there is no group "${group_id}" in this directory`),
        ...violation(role === undefined, `${at}.role_name`, `there is no role "${role_name}"`),
        ...violation(twice, at, 'is in the list twice'),
        ...violation(
          source === 'rule' && role?.privileged === true,
          `${at}.role_name`,
          `"${role_name}" is privileged, and the group is made by a rule`,
        ),
      ];
    });
    if (violations.length > 0) throw Problem.invalid(violations);
    const stored = assignments.map(({ group_id, role_name }) => ({ group_id, role_name }));
    await this.settings.setAssignments(directoryId, stored);
    await this.pass.begin([directoryId]);
    return stored;
  }
}

function violationsOf(roles: StoredRole[]): FieldViolation[] {
  return roles.flatMap((role, index) => [
    ...violation(
      roles.findIndex(({ name }) => name === role.name) < index,
      `roles[${index}].name`,
      `"${role.name}" is in the list twice`,
    ),
    ...violation(role.default && role.privileged, `roles[${index}].default`, 'a privileged role cannot be the default'),
    ...violation(
      role.default && roles.findIndex((other) => other.default) < index,
      `roles[${index}].default`,
      'only one role can be the default',
    ),
  ]);
}

function violation(holds: boolean, field: string, description: string): FieldViolation[] {
  return holds ? [{ field, description }] : [];
}
