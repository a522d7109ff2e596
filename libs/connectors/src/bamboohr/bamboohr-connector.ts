import {
  type ChangePage,
  type Connector,
  type ListContext,
  type Page,
  type SourceNotification,
  type SourceUser,
  type TestReport,
} from '../connector.js';
import { type ConnectorDefinition, type Secrets, type Settings } from '../registry/connector-definition.js';
import { SOURCE_URN } from '../record/source-urn.js';
import { type SourcePorts } from '../source-ports.js';
import { BambooApi } from './bamboohr-api.js';
import { bambooMark, changedEmployees, listEmployees } from './bamboohr-listing.js';
import {
  BAMBOOHR_SECRETS,
  BAMBOOHR_SETTINGS,
  bambooProblems,
  type BambooSettings,
  bambooSettings,
} from './bamboohr-settings.js';
import { testBambooHr } from './bamboohr-test.js';
import { checkBambooNotification } from './bamboohr-webhook.js';

/** BambooHR: employees from the company directory, then only those who have changed. */
class BambooHrConnector implements Connector {
  private readonly settings: BambooSettings;
  private readonly api: BambooApi;

  constructor(
    settings: Settings,
    secrets: Secrets,
    private readonly ports: SourcePorts,
  ) {
    this.settings = bambooSettings(settings, secrets);
    this.api = new BambooApi(this.settings, ports);
  }

  test(context: ListContext): Promise<TestReport> {
    return testBambooHr(this.api, this.settings.groupsFrom, context, this.ports.now());
  }

  mark(context: ListContext): Promise<string | undefined> {
    return bambooMark(this.api, context, this.ports.now());
  }

  users(context: ListContext): AsyncIterable<Page<SourceUser>> {
    return listEmployees(this.api, this.settings.groupsFrom, context);
  }

  changes(mark: string, context: ListContext): AsyncGenerator<ChangePage, string> {
    return changedEmployees(this.api, this.settings.groupsFrom, mark, context);
  }

  checkNotification(notification: SourceNotification, now: Date): 'sync' | 'refused' {
    return checkBambooNotification(notification, this.settings.webhookKey, now);
  }
}

export const BAMBOOHR: ConnectorDefinition = {
  provider: 'BAMBOOHR',
  settings: BAMBOOHR_SETTINGS,
  secrets: BAMBOOHR_SECRETS,
  check: bambooProblems,
  departureAttribute: (settings) => (settings['departures'] === true ? `${SOURCE_URN}:termination_date` : undefined),
  create: (settings, secrets, ports) => new BambooHrConnector(settings, secrets, ports),
};
