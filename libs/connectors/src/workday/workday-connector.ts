import { type Connector, type ListContext, type Page, type SourceUser, type TestReport } from '../connector.js';
import { type ConnectorDefinition, type Secrets, type Settings } from '../registry/connector-definition.js';
import { type SourcePorts } from '../source-ports.js';
import { listWorkers } from './workday-report.js';
import {
  WORKDAY_SECRETS,
  WORKDAY_SETTINGS,
  workdayProblems,
  type WorkdaySettings,
  workdaySettings,
} from './workday-settings.js';
import { testWorkday } from './workday-test.js';

/** A Workday report as a service (RaaS): always the whole listing. */
class WorkdayConnector implements Connector {
  private readonly settings: WorkdaySettings;

  constructor(
    settings: Settings,
    secrets: Secrets,
    private readonly ports: SourcePorts,
  ) {
    this.settings = workdaySettings(settings, secrets);
  }

  test(context: ListContext): Promise<TestReport> {
    return testWorkday(this.settings, this.ports, context);
  }

  users(context: ListContext): AsyncIterable<Page<SourceUser>> {
    return listWorkers(this.settings, this.ports, context);
  }
}

export const WORKDAY: ConnectorDefinition = {
  provider: 'WORKDAY',
  settings: WORKDAY_SETTINGS,
  secrets: WORKDAY_SECRETS,
  check: workdayProblems,
  create: (settings, secrets, ports) => new WorkdayConnector(settings, secrets, ports),
};
