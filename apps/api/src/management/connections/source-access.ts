import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Connector, ConnectorRegistry, createSourcePorts } from '#connectors';
import { Environment, VERSION } from '#config';
import { type StoredConnection } from '#persistence';

/** Connectors for what people ask of a source while they wait. */
@Injectable()
export class SourceAccess implements OnApplicationShutdown {
  readonly ports: ReturnType<typeof createSourcePorts>;

  constructor(
    @Inject(Environment) { allowPrivateSources }: Environment,
    @Inject(ConnectorRegistry) private readonly registry: ConnectorRegistry,
  ) {
    this.ports = createSourcePorts({ allowPrivateSources, userAgent: `Rollcall/${VERSION}` });
  }

  async use<T>(
    { provider, settings, secrets }: StoredConnection,
    work: (connector: Connector) => T | Promise<T>,
  ): Promise<T> {
    const connector = this.registry.create(provider, settings, secrets, this.ports);
    try {
      return await work(connector);
    } finally {
      await connector.close?.();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.ports.close();
  }
}
