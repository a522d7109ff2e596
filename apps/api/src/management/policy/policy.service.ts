import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { Environment } from '#config';
import { type DeprovisioningPolicy, pathProblem, type UserScope } from '#directory';
import { countUnreadDepartures, DirectorySettingsStore } from '#persistence';
import { type FieldViolation, Problem } from '../../http/problem.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { SettingsPass } from '../mappings/settings-pass.js';
import { PolicyBody, type UpdatePolicy } from './policy.dto.js';

/** What becomes of people who leave (docs/deprovisioning.md). */
@Injectable()
export class PolicyService {
  constructor(
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(DirectorySettingsStore) private readonly settings: DirectorySettingsStore,
    @Inject(SettingsPass) private readonly pass: SettingsPass,
    @Inject(Pool) private readonly pool: Pool,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  async get({ organizationId, directoryId }: UserScope): Promise<PolicyBody> {
    await this.directories.find(organizationId, directoryId);
    return await this.bodyOf(directoryId, await this.settings.policy(directoryId));
  }

  /** Replaces the whole policy: what is left out goes back to its default. */
  async update(scope: UserScope, input: UpdatePolicy): Promise<PolicyBody> {
    await this.directories.find(scope.organizationId, scope.directoryId);
    const violations = violationsOf(input);
    if (violations.length > 0) throw Problem.invalid(violations);
    const policy: DeprovisioningPolicy = {
      on_deactivate: input.on_deactivate ?? 'delete_event',
      ...(input.departure && { departure: input.departure }),
      ...(input.departure_attribute && { departure_attribute: input.departure_attribute }),
      ...(input.time_zone && { time_zone: input.time_zone }),
      ...(input.notify && { notify: [...new Set(input.notify)] }),
      ...(input.retention_days && { retention_days: input.retention_days }),
      ...(input.mass_leave_limit && { mass_leave_limit: input.mass_leave_limit }),
      ...(input.hold && { hold: true }),
    };
    await this.settings.setPolicy(scope.directoryId, policy);
    await this.pass.begin([scope.directoryId]);
    return await this.bodyOf(scope.directoryId, policy);
  }

  private async bodyOf(directoryId: string, policy: Partial<DeprovisioningPolicy>): Promise<PolicyBody> {
    const unread = await countUnreadDepartures(this.pool, directoryId, policy);
    return PolicyBody.of(policy, unread, this.environment.smtpUrl !== undefined);
  }
}

function violationsOf({ departure, departure_attribute, time_zone }: UpdatePolicy): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const add = (field: string, description: string) => violations.push({ field, description });
  const path =
    departure_attribute === undefined || departure_attribute === null ? undefined : pathProblem(departure_attribute);
  if (path !== undefined) add('departure_attribute', path);
  if (departure === 'graceful' && !departure_attribute) {
    add('departure_attribute', 'is needed for a graceful departure: the SCIM path of the date');
  }
  if (time_zone !== undefined && !isTimeZone(time_zone))
    add('time_zone', 'must be an IANA time zone such as Europe/Berlin');
  return violations;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
