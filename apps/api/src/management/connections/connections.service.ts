import { Inject, Injectable } from '@nestjs/common';
import { asDocument, type ConnectorDefinition, ConnectorError, ConnectorRegistry, type Secrets } from '#connectors';
import { type UserScope, toProfile } from '#directory';
import { Connections, type StoredConnection } from '#persistence';
import { Problem } from '../../http/problem.js';
import { PolicyService } from '../policy/policy.service.js';
import { type ConnectionTestAnswer, type UpdateConnection } from './connection.dto.js';
import { keptElsewhere } from './kept-secrets.js';
import { PulledDirectories } from './pulled-directories.js';
import { DEFAULT_SCHEDULE_MS, parseSchedule } from './schedule.js';
import { SourceAccess } from './source-access.js';

const TEST_TIMEOUT_MS = 25_000;
const SAMPLE = 5;

export interface KnownConnection {
  connection: StoredConnection;
  definition: ConnectorDefinition;
}

/** How a pulled directory's source is reached. */
@Injectable()
export class ConnectionsService {
  constructor(
    @Inject(PulledDirectories) private readonly pulled: PulledDirectories,
    @Inject(Connections) private readonly connections: Connections,
    @Inject(ConnectorRegistry) private readonly registry: ConnectorRegistry,
    @Inject(SourceAccess) private readonly source: SourceAccess,
    @Inject(PolicyService) private readonly policies: PolicyService,
  ) {}

  async get({ organizationId, directoryId }: UserScope): Promise<KnownConnection> {
    const { definition } = await this.pulled.find(organizationId, directoryId);
    const connection = await this.connections.find(directoryId);
    if (connection === undefined) throw Problem.fromStatus(404, 'the directory has no connection yet');
    return { connection, definition };
  }

  async save(scope: UserScope, input: UpdateConnection): Promise<KnownConnection> {
    const { definition } = await this.pulled.find(scope.organizationId, scope.directoryId);
    const before = await this.connections.find(scope.directoryId);
    const secrets = merged(before?.secrets ?? {}, input.secrets ?? {}, definition);
    const settings = withoutNulls(input.settings);
    const schedule = input.schedule === undefined ? undefined : parseSchedule(input.schedule);
    const problems = this.registry.problems(definition.provider, settings, secrets, this.source.ports);
    if (input.schedule !== undefined && schedule === undefined) {
      problems.push({ field: 'schedule', description: 'must be off, or a duration from 5m to 24h' });
    }
    problems.push(...keptElsewhere(before, settings, input.secrets ?? {}));
    if (problems.length > 0) throw Problem.invalid(problems);
    const scheduleMs =
      schedule === undefined ? (before === undefined ? DEFAULT_SCHEDULE_MS : before.scheduleMs) : schedule;
    const isFile = definition.provider === 'CSV';
    await this.connections.save(scope.directoryId, settings, secrets, isFile ? null : scheduleMs);
    await this.policies.followConnection(
      scope,
      before && definition.departureAttribute?.(before.settings),
      definition.departureAttribute?.(settings),
    );
    return await this.get(scope);
  }

  async test(scope: UserScope): Promise<ConnectionTestAnswer> {
    const { connection } = await this.get(scope);
    const answer = await this.ask(connection);
    const at = new Date().toISOString();
    await this.connections.saveTest(scope.directoryId, { at, ok: answer.ok, checks: answer.checks });
    return answer;
  }

  private async ask(connection: StoredConnection): Promise<ConnectionTestAnswer> {
    const signal = AbortSignal.timeout(TEST_TIMEOUT_MS);
    try {
      return await this.source.use(connection, async (connector) => {
        const { checks, counts, sample } = await connector.test({ signal, warn: () => {} });
        const users = sample.slice(0, SAMPLE).map(({ resource }) => ({
          external_id: resource['externalId'] ?? null,
          ...toProfile(resource),
          active: resource['active'] !== false,
        }));
        return { ok: checks.every(({ ok }) => ok), checks, counts, sample: users };
      });
    } catch (error) {
      if (!(error instanceof ConnectorError) && !signal.aborted) throw error;
      const { message, hint } =
        error instanceof ConnectorError && !signal.aborted
          ? error
          : {
              message: 'The source did not answer within 25 s.',
              hint: 'Check the address and firewalls, and try again.',
            };
      const check = { name: 'connect', ok: false, message, hint };
      return { ok: false, checks: [check], counts: { users: null, groups: null }, sample: [] };
    }
  }
}

/** A secret that is left out keeps its value, null removes it. Whether it may, `keptElsewhere` says. */
function merged(before: Secrets, given: Secrets, definition: ConnectorDefinition): Secrets {
  const secrets = withoutNulls({ ...before, ...given });
  for (const [name, { kind }] of Object.entries(definition.secrets)) {
    // One form, however it was given.
    if (kind === 'document' && secrets[name] !== undefined) secrets[name] = asDocument(secrets[name]) ?? secrets[name];
  }
  return secrets;
}

function withoutNulls(given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined));
}
