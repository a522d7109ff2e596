import {
  type Connector,
  type ListContext,
  type Page,
  type SourceGroup,
  type SourceNotification,
  type SourceUser,
  type TestReport,
  type WatchState,
} from '../connector.js';
import { type ConnectorDefinition, type Secrets, type Settings } from '../registry/connector-definition.js';
import { type SourcePorts } from '../source-ports.js';
import { GoogleApi } from './google-api.js';
import { checkGoogleNotification, watchGoogle } from './google-channels.js';
import { listGoogleGroups } from './google-groups.js';
import {
  GOOGLE_SECRETS,
  GOOGLE_SETTINGS,
  googleProblems,
  type GoogleSettings,
  googleSettings,
  type ServiceAccount,
  serviceAccountOf,
} from './google-settings.js';
import { testGoogle } from './google-test.js';
import { GoogleTokens } from './google-tokens.js';
import { listGoogleUsers } from './google-users.js';

/** Google Workspace, read through the Admin SDK Directory API. Google cannot tell what has changed: every sync lists all. */
class GoogleConnector implements Connector {
  private readonly account: ServiceAccount;
  private readonly settings: GoogleSettings;
  private readonly tokens: GoogleTokens;
  private readonly api: GoogleApi;

  constructor(settings: Settings, secrets: Secrets, ports: SourcePorts) {
    this.account = serviceAccountOf(secrets);
    this.settings = googleSettings(settings, secrets);
    this.tokens = new GoogleTokens(this.account, this.settings, ports);
    this.api = new GoogleApi(this.settings, this.account, this.tokens, ports);
  }

  test(context: ListContext): Promise<TestReport> {
    return testGoogle({ api: this.api, tokens: this.tokens, settings: this.settings, account: this.account }, context);
  }

  users(context: ListContext, from?: string): AsyncIterable<Page<SourceUser>> {
    return listGoogleUsers(this.api, this.settings, context, from);
  }

  groups(context: ListContext, from?: string): AsyncIterable<Page<SourceGroup>> {
    return listGoogleGroups(this.api, this.settings, context, from);
  }

  watch(
    target: { url: string; token: string },
    previous: WatchState | undefined,
    context: ListContext,
  ): Promise<WatchState> {
    return watchGoogle(this.api, this.settings, target, previous, context);
  }

  checkNotification(notification: SourceNotification): 'sync' | 'ignore' | 'refused' {
    return checkGoogleNotification(notification);
  }
}

export const GOOGLE: ConnectorDefinition = {
  provider: 'GOOGLE',
  settings: GOOGLE_SETTINGS,
  secrets: GOOGLE_SECRETS,
  check: googleProblems,
  create: (settings, secrets, ports) => new GoogleConnector(settings, secrets, ports),
};
