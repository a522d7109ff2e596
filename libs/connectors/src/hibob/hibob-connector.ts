import { type Connector, type ListContext, type Page, type SourceUser, type TestReport } from '../connector.js';
import { type ConnectorDefinition, type Secrets, type Settings } from '../registry/connector-definition.js';
import { type SourcePorts } from '../source-ports.js';
import { listPeople } from './hibob-people.js';
import { bobProblems, type BobSettings, bobSettings, HIBOB_SECRETS, HIBOB_SETTINGS } from './hibob-settings.js';
import { testHiBob } from './hibob-test.js';

/** HiBob's people search: always the whole listing. */
class HiBobConnector implements Connector {
  private readonly settings: BobSettings;

  constructor(
    settings: Settings,
    secrets: Secrets,
    private readonly ports: SourcePorts,
  ) {
    this.settings = bobSettings(settings, secrets);
  }

  test(context: ListContext): Promise<TestReport> {
    return testHiBob(this.settings, this.ports, context);
  }

  users(context: ListContext): AsyncIterable<Page<SourceUser>> {
    return listPeople(this.settings, this.ports, context);
  }
}

export const HIBOB: ConnectorDefinition = {
  provider: 'HIBOB',
  settings: HIBOB_SETTINGS,
  secrets: HIBOB_SECRETS,
  check: bobProblems,
  create: (settings, secrets, ports) => new HiBobConnector(settings, secrets, ports),
};
