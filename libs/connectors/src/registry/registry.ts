import { type Connector } from '../connector.js';
import { type SourcePorts } from '../source-ports.js';
import { type ConnectorDefinition, type FieldProblem, type Secrets, type Settings } from './connector-definition.js';
import { fieldProblems } from './field-problems.js';

/** The kinds of sources, by `directory_provider`. */
export class ConnectorRegistry {
  private readonly definitions: ReadonlyMap<string, ConnectorDefinition>;

  constructor(definitions: readonly ConnectorDefinition[]) {
    this.definitions = new Map(definitions.map((definition) => [definition.provider, definition]));
  }

  /** Undefined for a provider that is not pulled. */
  definitionOf(provider: string): ConnectorDefinition | undefined {
    return this.definitions.get(provider);
  }

  /** What is wrong with the settings and secrets of a connection, each with its field; also with where they point. */
  problems(
    provider: string,
    settings: Settings,
    secrets: Secrets,
    ports: Pick<SourcePorts, 'addresses'>,
  ): FieldProblem[] {
    const definition = this.known(provider);
    const problems = [
      ...fieldProblems('settings', definition.settings, settings),
      ...fieldProblems('secrets', definition.secrets, secrets),
    ];
    if (problems.length > 0) return problems;
    const urls = Object.entries(definition.settings).filter(
      ([name, { kind }]) => kind === 'url' && typeof settings[name] === 'string',
    );
    for (const [name] of urls) {
      const problem = ports.addresses.problemOf(settings[name] as string, settings['start_tls'] === true);
      if (problem !== undefined) problems.push({ field: `settings.${name}`, description: problem });
    }
    return [...problems, ...(definition.check?.(settings, secrets) ?? [])];
  }

  create(provider: string, settings: Settings, secrets: Secrets, ports: SourcePorts): Connector {
    return this.known(provider).create(settings, secrets, ports);
  }

  private known(provider: string): ConnectorDefinition {
    const definition = this.definitions.get(provider);
    if (definition === undefined) throw new Error(`no connector for ${provider}`);
    return definition;
  }
}
