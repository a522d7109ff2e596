import { validateSync } from 'class-validator';
import { applicationDatabaseUrl } from './application-database.js';
import { EnvironmentError } from './environment-error.js';
import { Environment } from './environment.js';
import { describeVariables } from './variable.js';

/**
 * Reads and validates the environment. An empty variable counts as unset, as in every `.env` file and compose file.
 * @throws EnvironmentError naming every problem by variable, never by value.
 */
export function loadEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  const environment = new Environment();
  for (const { name, field, fallback, read } of describeVariables()) {
    const raw = env[name]?.trim() || fallback;
    if (raw !== undefined) Object.assign(environment, { [field]: read(raw) });
  }

  const refused = new Set(
    validateSync(environment, { validationError: { target: false, value: false } }).map((error) => error.property),
  );
  const problems = describeVariables()
    .filter(({ field }) => refused.has(field))
    .map(({ name, must }) => ({ variable: name, must }));
  if (problems.length > 0) throw new EnvironmentError(problems);
  const { databaseUrl, databaseRole } = environment;
  if (databaseUrl !== undefined) {
    environment.ownerDatabaseUrl = databaseUrl;
    if (databaseRole !== undefined) environment.databaseUrl = applicationDatabaseUrl(databaseUrl, databaseRole);
  }
  environment.publicUrl ??= defaultPublicUrl(environment);
  return environment;
}

/** A wildcard address is where a server listens, not where a client connects. */
function defaultPublicUrl({ host, port, tlsCert }: Environment): string {
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  const authority = reachable.includes(':') ? `[${reachable}]` : reachable;
  return `${tlsCert === undefined ? 'http' : 'https'}://${authority}:${port}`;
}
