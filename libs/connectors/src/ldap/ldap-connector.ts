import {
  type ChangePage,
  type Connector,
  type ListContext,
  type Page,
  type SourceGroup,
  type SourceUser,
  type TestReport,
} from '../connector.js';
import { type ConnectorDefinition, type Secrets, type Settings } from '../registry/connector-definition.js';
import { type SourcePorts } from '../source-ports.js';
import { directoryChanges } from './directory-changes.js';
import { listLdapGroups, listLdapUsers } from './ldap-listing.js';
import { closeSession, type LdapSession, openSession } from './ldap-session.js';
import { LDAP_SECRETS, LDAP_SETTINGS, ldapProblems, type LdapSettings, ldapSettings } from './ldap-settings.js';
import { testLdap } from './ldap-test.js';
import { canSeeDeleted } from './show-deleted.js';
import { unlessAborted } from './unless-aborted.js';
import { currentMark, writeMark } from './usn-mark.js';

/** OpenLDAP and its like, always the whole listing; Active Directory also by what has changed. */
class LdapConnector implements Connector {
  private readonly settings: LdapSettings;
  private session: LdapSession | undefined;

  constructor(
    settings: Settings,
    secrets: Secrets,
    private readonly ports: SourcePorts,
  ) {
    this.settings = ldapSettings(settings, secrets);
  }

  test(context: ListContext): Promise<TestReport> {
    return testLdap(this.settings, this.ports.addresses, context);
  }

  /** Undefined where changes could not show who was deleted: then every sync lists everything. */
  async mark({ signal }: ListContext): Promise<string | undefined> {
    const session = await this.open(signal);
    if (session.flavor.name !== 'active_directory') return undefined;
    if (!(await unlessAborted(canSeeDeleted(session), signal))) return undefined;
    const mark = await unlessAborted(currentMark(session), signal);
    return mark === undefined ? undefined : writeMark(mark);
  }

  async *users(context: ListContext): AsyncGenerator<Page<SourceUser>> {
    yield* listLdapUsers(await this.open(context.signal), this.settings, context);
  }

  async *groups(context: ListContext): AsyncGenerator<Page<SourceGroup>> {
    yield* listLdapGroups(await this.open(context.signal), this.settings, context);
  }

  async *changes(mark: string, context: ListContext): AsyncGenerator<ChangePage, string> {
    return yield* directoryChanges(await this.open(context.signal), this.settings, mark, context);
  }

  async close(): Promise<void> {
    const session = this.session;
    this.session = undefined;
    if (session !== undefined) await closeSession(session.client);
  }

  /** One connection for a sync. A connection that has ended is replaced between two listings, never within one. */
  private async open(signal: AbortSignal): Promise<LdapSession> {
    if (this.session?.client.isBound !== true)
      this.session = await openSession(this.settings, this.ports.addresses, signal);
    return this.session;
  }
}

export const LDAP: ConnectorDefinition = {
  provider: 'LDAP',
  settings: LDAP_SETTINGS,
  secrets: LDAP_SECRETS,
  check: ldapProblems,
  create: (settings, secrets, ports) => new LdapConnector(settings, secrets, ports),
};

/** The same, for whom the kind of server is known from the start. */
export const MICROSOFT_AD: ConnectorDefinition = {
  ...LDAP,
  provider: 'MICROSOFT_AD',
  create: (settings, secrets, ports) => new LdapConnector({ flavor: 'active_directory', ...settings }, secrets, ports),
};
