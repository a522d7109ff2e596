import { ConnectorRegistry, CONNECTORS, type Connector, type SourcePorts } from '#connectors';
import { type AgentConfig } from './agent-config.js';
import { fileConnector } from './file-source.js';

const registry = new ConnectorRegistry(CONNECTORS);

/** The configuration has been checked. */
export function connectorOf(provider: string, { settings, secrets }: AgentConfig, ports: SourcePorts): Connector {
  return provider === 'CSV' ? fileConnector(settings) : registry.create(provider, settings, secrets, ports);
}
