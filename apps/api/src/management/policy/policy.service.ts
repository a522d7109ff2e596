import { Inject, Injectable } from '@nestjs/common';
import { type PoolClient } from 'pg';
import { ConnectorRegistry } from '#connectors';
import { Environment } from '#config';
import { type DeprovisioningPolicy, pathProblem, type UserScope } from '#directory';
import { Connections, countUnreadDepartures, type Directory, DirectorySettingsStore } from '#persistence';
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
    @Inject(Connections) private readonly connections: Connections,
    @Inject(ConnectorRegistry) private readonly registry: ConnectorRegistry,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  /** @param on the connection of a search, here and below */
  async get({ organizationId, directoryId }: UserScope, on: PoolClient): Promise<PolicyBody> {
    await this.directories.find(organizationId, directoryId);
    return await this.bodyOf(directoryId, await this.settings.policy(directoryId), on);
  }

  /** Replaces the whole policy: what is left out goes back to its default. */
  async update(scope: UserScope, input: UpdatePolicy, on: PoolClient): Promise<PolicyBody> {
    const sourceDate = await this.sourceDate(await this.directories.find(scope.organizationId, scope.directoryId));
    const violations = violationsOf(input, sourceDate);
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
      ...(input.sync_review && { sync_review: { percent: input.sync_review.percent, count: input.sync_review.count } }),
      ...(sourceDate !== undefined &&
        !input.departure_attribute &&
        input.departure !== 'immediate' &&
        departingBy(sourceDate)),
    };
    await this.settings.setPolicy(scope.directoryId, policy);
    await this.pass.begin([scope.directoryId]);
    return await this.bodyOf(scope.directoryId, policy, on);
  }

  /** The departure date that a connection brings is the one that counts, as long as the policy names none of its own. */
  async followConnection(
    { directoryId }: UserScope,
    before: string | undefined,
    now: string | undefined,
  ): Promise<void> {
    if (before === now) return;
    const policy = { on_deactivate: 'delete_event' as const, ...(await this.settings.policy(directoryId)) };
    const { departure_attribute: own } = policy;
    if (own !== undefined && own !== before) return;
    const { departure: _departure, departure_attribute: _attribute, ...others } = policy;
    await this.settings.setPolicy(directoryId, now === undefined ? others : { ...others, ...departingBy(now) });
    await this.pass.begin([directoryId]);
  }

  /** Of the connection, where the directory is pulled and its source knows when people leave. */
  private async sourceDate({ type, provider, id }: Directory): Promise<string | undefined> {
    if (type === 'SCIM') return undefined;
    const connection = await this.connections.find(id);
    return connection && this.registry.definitionOf(provider)?.departureAttribute?.(connection.settings);
  }

  private async bodyOf(
    directoryId: string,
    policy: Partial<DeprovisioningPolicy>,
    on: PoolClient,
  ): Promise<PolicyBody> {
    const unread = await countUnreadDepartures(on, directoryId, policy);
    return PolicyBody.of(policy, unread, this.environment.smtpUrl !== undefined);
  }
}

const departingBy = (attribute: string) => ({ departure: 'graceful' as const, departure_attribute: attribute });

function violationsOf(
  { departure, departure_attribute, time_zone }: UpdatePolicy,
  sourceDate: string | undefined,
): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const add = (field: string, description: string) => violations.push({ field, description });
  const path =
    departure_attribute === undefined || departure_attribute === null ? undefined : pathProblem(departure_attribute);
  if (path !== undefined) add('departure_attribute', path);
  if (departure === 'graceful' && !departure_attribute && sourceDate === undefined) {
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
