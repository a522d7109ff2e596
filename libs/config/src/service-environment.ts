import { EnvironmentError } from './environment-error.js';
import type { Environment } from './environment.js';

/** What the api and the worker need: the launcher has filled in what embedded mode generates. */
export type ServiceEnvironment = Environment & { databaseUrl: string; encryptionKey: Buffer };

/** @throws EnvironmentError when the embedded database's URL or key has not been filled in. */
export function assertServiceEnvironment(environment: Environment): asserts environment is ServiceEnvironment {
  const problems = [
    environment.databaseUrl === undefined && { variable: 'DATABASE_URL', must: 'set' },
    environment.encryptionKey === undefined && { variable: 'ROLLCALL_ENCRYPTION_KEY', must: 'set' },
  ].filter((problem) => problem !== false);
  if (problems.length > 0) throw new EnvironmentError(problems);
}
