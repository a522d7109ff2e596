import { readFile, stat } from 'node:fs/promises';
import { ConnectorRegistry, CONNECTORS, type Secrets, type Settings, type SourcePorts } from '#connectors';
import { AgentError } from '../agent-error.js';
import { fileProblems } from './file-source.js';

/** Every account of the machine; a group may be meant. */
const READABLE_BY_OTHERS = 0o004;

export interface AgentConfig {
  settings: Settings;
  secrets: Secrets;
  /** What the administrator should mend. */
  warnings: string[];
}

const registry = new ConnectorRegistry(CONNECTORS);

/** Reads `{settings, secrets}`. @throws AgentError that names what is wrong, without its value */
export async function readConfig(
  path: string,
  provider: string,
  ports: Pick<SourcePorts, 'addresses'>,
): Promise<AgentConfig> {
  const { settings, secrets } = partsOf(await textOf(path), path);
  const problems = provider === 'CSV' ? fileProblems(settings) : registry.problems(provider, settings, secrets, ports);
  if (problems.length > 0) {
    const lines = problems.map(({ field, description }) => `  ${field} ${description}`);
    throw new AgentError('usage', [`${path} is not right:`, ...lines].join('\n'));
  }
  return { settings, secrets, warnings: [...(await permissionWarnings(path)), ...plainWarnings(settings)] };
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new AgentError('usage', `${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function partsOf(text: string, path: string): { settings: Settings; secrets: Secrets } {
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch {
    // The parser's message may quote a secret.
    throw new AgentError('usage', `${path} is no JSON.`);
  }
  const { settings = {}, secrets = {}, ...others } = isObject(config) ? config : { settings: 0 };
  if (!isObject(settings) || !isObject(secrets) || Object.keys(others).length > 0)
    throw new AgentError('usage', `${path} must be {"settings": {…}, "secrets": {…}}, and nothing else.`);
  return { settings, secrets };
}

/** Windows has other rights. */
async function permissionWarnings(path: string): Promise<string[]> {
  if (process.platform === 'win32') return [];
  const { mode } = await stat(path);
  if ((mode & READABLE_BY_OTHERS) === 0) return [];
  return [`${path} can be read by other accounts of this machine, and holds secrets: run chmod 600 ${path}.`];
}

function plainWarnings({ url, start_tls: startTls }: Settings): string[] {
  if (typeof url !== 'string' || !url.toLowerCase().startsWith('ldap://') || startTls === true) return [];
  if (isLoopback(new URL(url).hostname)) return [];
  return ['The bind password crosses your network unencrypted: use an ldaps:// URL, or set start_tls.'];
}

/** This machine. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host === '::1' || host.startsWith('127.');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
