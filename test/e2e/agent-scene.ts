import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Attribute, Change } from 'ldapts';
import { CONNECTORS, ConnectorRegistry } from '#connectors';
import { run } from '../../apps/cli/src/run.js';
import { collected, listContext, plainPorts } from '../connectors/plain-ports.js';
import { Slapd, SUFFIX } from '../emulators/ldap/slapd.js';
import { runSql } from '../support/run-sql.js';
import { ScimProxy } from '../support/scim-proxy.js';
import { type ManagementClient } from './management-client.js';

export const PEOPLE = `ou=people,${SUFFIX}`;
export const GROUPS = `ou=groups,${SUFFIX}`;
/** Outside of what the agent reads. */
export const ELSEWHERE = `ou=elsewhere,${SUFFIX}`;

export interface AgentResult {
  status: number;
  /** Standard output and standard error together. */
  text: string;
}

/** A person as both sides know them. */
type Shown = Record<string, unknown>;

/** A directory at a real api, which an agent fills from a real OpenLDAP, and a proxy between the two. */
export class AgentScene {
  private constructor(
    private readonly app: ManagementClient,
    readonly slapd: Slapd,
    readonly proxy: ScimProxy,
    readonly directory: { organizationId: string; directoryId: string; path: string; secret: string },
    readonly folder: string,
  ) {
    this.configure();
  }

  static async create(app: ManagementClient, options: { unlimited?: boolean } = {}): Promise<AgentScene> {
    const slapd = await Slapd.start(options);
    const proxy = await ScimProxy.start(app.api.url);
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-agent-'));
    await slapd.edit((client) => client.add(ELSEWHERE, { objectClass: 'organizationalUnit', ou: 'elsewhere' }));
    return new AgentScene(app, slapd, proxy, await app.directory(), folder);
  }

  async close(): Promise<void> {
    await this.slapd.stop();
    await this.proxy.close();
    rmSync(this.folder, { recursive: true });
  }

  get configPath(): string {
    return join(this.folder, 'agent.json');
  }

  get statePath(): string {
    return join(this.folder, 'agent.state.json');
  }

  get endpoint(): string {
    return `${this.proxy.url}/directory/${this.directory.directoryId}/scim/v2`;
  }

  /** The command line without its first word. */
  get arguments(): string[] {
    return ['--source', 'ldap', '--config', this.configPath, '--endpoint', this.endpoint];
  }

  configure(more: Record<string, unknown> = {}, mode = 0o600): void {
    const settings = { ...this.slapd.settings, user_base_dn: PEOPLE, group_base_dn: GROUPS, ...more };
    writeFileSync(this.configPath, JSON.stringify({ settings, secrets: this.slapd.secrets }), { mode });
  }

  state(): string {
    return readFileSync(this.statePath, 'utf8');
  }

  /** In this process; how it is as a process of its own, `AgentProcess` shows. */
  async agent(...more: string[]): Promise<AgentResult> {
    let text = '';
    const write = (piece: string) => (text += piece);
    const status = await run(['agent', ...this.arguments, ...more], {
      env: { ROLLCALL_AGENT_TOKEN: this.directory.secret },
      out: { write },
      err: { write },
      signal: new AbortController().signal,
    });
    return { status, text };
  }

  async hire(...uids: string[]): Promise<void> {
    await this.slapd.edit(async (client) => {
      for (const uid of uids)
        await client.add(`uid=${uid},${PEOPLE}`, {
          objectClass: ['inetOrgPerson'],
          uid,
          cn: `Person ${uid}`,
          sn: uid,
          mail: `${uid}@acme.com`,
        });
    });
  }

  async fire(...uids: string[]): Promise<void> {
    await this.slapd.edit(async (client) => {
      for (const uid of uids) await client.del(`uid=${uid},${PEOPLE}`);
    });
  }

  /** The entry keeps its entryUUID. */
  async move(uid: string, from: string, to: string): Promise<void> {
    await this.slapd.edit((client) => client.modifyDN(`uid=${uid},${from}`, `uid=${uid},${to}`));
  }

  async set(dn: string, type: string, values: string[]): Promise<void> {
    await this.slapd.edit((client) =>
      client.modify(dn, new Change({ operation: 'replace', modification: new Attribute({ type, values }) })),
    );
  }

  /** groupOfNames has at least one member: the group's own name, which is nobody. */
  async group(cn: string, uids: string[]): Promise<void> {
    const dn = `cn=${cn},${GROUPS}`;
    const member = [dn, ...uids.map((uid) => `uid=${uid},${PEOPLE}`)];
    await this.slapd.edit((client) => client.add(dn, { objectClass: 'groupOfNames', cn, member }));
  }

  async regroup(cn: string, uids: string[]): Promise<void> {
    const dn = `cn=${cn},${GROUPS}`;
    await this.set(dn, 'member', [dn, ...uids.map((uid) => `uid=${uid},${PEOPLE}`)]);
  }

  /** What the source lists. */
  async source(): Promise<{ people: Shown[]; groups: Shown[] }> {
    const settings = { ...this.slapd.settings, user_base_dn: PEOPLE, group_base_dn: GROUPS };
    const connector = new ConnectorRegistry(CONNECTORS).create('LDAP', settings, this.slapd.secrets, plainPorts());
    try {
      const users = await collected(connector.users(listContext()));
      const idOf = new Map(
        users.flatMap(({ resource, references = [] }) => references.map((name) => [name, resource['externalId']])),
      );
      const groups = await collected(connector.groups!(listContext()));
      return {
        people: users.map(({ resource }) => shown(resource)).sort(byId),
        groups: groups
          .map(({ resource, members }) => ({
            externalId: resource['externalId'],
            displayName: resource['displayName'],
            members: members
              .map((name) => idOf.get(name))
              .filter((id) => id !== undefined)
              .sort(),
          }))
          .sort(byId),
      };
    } finally {
      await connector.close?.();
    }
  }

  /** Everybody at the endpoint, leavers too. */
  async users(): Promise<Shown[]> {
    const { body } = await this.app.scim(this.directory, 'GET', 'Users?count=1000');
    return body.Resources as Shown[];
  }

  /** Who is active at the endpoint, and the groups: the form of `source`. */
  async target(): Promise<{ people: Shown[]; groups: Shown[] }> {
    const users = await this.users();
    const externalId = new Map(users.map((user) => [user['id'], user['externalId']]));
    const { body } = await this.app.scim(this.directory, 'GET', 'Groups?count=1000');
    return {
      people: users
        .filter(({ active }) => active === true)
        .map(shown)
        .sort(byId),
      groups: (body.Resources as Shown[])
        .map((group) => ({
          externalId: group['externalId'],
          displayName: group['displayName'],
          members: ((group['members'] ?? []) as { value: string }[])
            .map(({ value }) => externalId.get(value) ?? value)
            .sort(),
        }))
        .sort(byId),
    };
  }

  /** `user_created ada`, in order. */
  async events(): Promise<string[]> {
    const events = await runSql<{ type: string; body: string }>(
      this.app.database.ownerUrl,
      'SELECT type, body::text FROM events WHERE directory_id = $1 ORDER BY sequence',
      [this.directory.directoryId],
    );
    return events.map(({ type, body }) => {
      const { data } = JSON.parse(body) as { data: { preferred_username?: string; display_name?: string } };
      return `${type.split('.').at(-1)!} ${data.preferred_username ?? data.display_name ?? ''}`.trim();
    });
  }
}

function shown(resource: Shown): Shown {
  const { externalId, userName, title, emails } = resource;
  const mail = (emails as { value: string }[] | undefined)?.[0]?.value;
  return { externalId, userName, title: title ?? null, mail: mail ?? null };
}

const byId = (a: Shown, b: Shown): number => (String(a['externalId']) < String(b['externalId']) ? -1 : 1);
