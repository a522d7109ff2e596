import { derivedId, type IdPrefix } from '#directory';
import { type ImportedOrganization, type ImportedRole } from '#persistence';
import { type ImportSource, type Listing, type SourceDirectory, type SourceGroup, type SourceUser } from '../source.js';
import { type PolisDirectory, type PolisReader } from './polis-reader.js';
import { idHere, toGroup, toUser } from './polis-record.js';

const PROVIDERS: Record<string, string> = {
  'okta-scim-v2': 'OKTA',
  'azure-scim-v2': 'MICROSOFT_AD',
  'onelogin-scim-v2': 'ONELOGIN',
  'jumpcloud-scim-v2': 'JUMPCLOUD',
  google: 'GOOGLE',
};

/** The event types that a Polis webhook gets, by our names, membership events included. */
const EVENT_TYPES = ['user_created', 'user_updated', 'user_deleted', 'group_created', 'group_updated', 'group_deleted']
  .concat('group_member_added', 'group_member_removed')
  .map((name) => `organization.directory.${name}`);

/** Ory Polis. Its tenant and product together are an organization, its directory connections are directories. */
export class PolisSource implements ImportSource {
  readonly name = 'polis';
  private readonly connections = new Map<string, PolisDirectory>();

  constructor(
    private readonly reader: PolisReader,
    /** The id of the organization that has this external id here already. */
    private readonly organizationHere: (externalId: string) => Promise<string | undefined>,
  ) {}

  get address(): string {
    return this.reader.address;
  }

  roles(): Promise<{ roles: ImportedRole[]; notes: string[] }> {
    return Promise.resolve({ roles: [], notes: [] });
  }

  /** The connections, one for each customer's identity provider, are read at once: those of a tenant lie anywhere. */
  async *organizations(): Listing<ImportedOrganization> {
    const scopes = new Map<string, PolisDirectory>();
    for await (const { items } of this.reader.directories()) {
      for (const connection of items) {
        this.connections.set(connection.id, connection);
        scopes.set(externalIdOf(connection), connection);
      }
    }
    const items: ImportedOrganization[] = [];
    for (const [externalId, { tenant, product }] of [...scopes].sort(([a], [b]) => (a < b ? -1 : 1))) {
      items.push({
        id: (await this.organizationHere(externalId)) ?? derivedId('org', externalId),
        displayName: tenant,
        externalId,
        slug: null,
        logoUrl: null,
        metadata: { polis_tenant: tenant, polis_product: product },
        features: [],
        createdAt: null,
        region: null,
      });
    }
    yield { items, next: undefined };
  }

  directories({ externalId }: ImportedOrganization): Promise<SourceDirectory[]> {
    const own = [...this.connections.values()].filter((connection) => externalIdOf(connection) === externalId);
    return Promise.resolve(own.map((connection) => directoryOf(connection)));
  }

  async *groups(_organizationId: string, directory: SourceDirectory, from?: string): Listing<SourceGroup> {
    for await (const { items, next } of this.reader.groups(this.connection(directory), from)) {
      yield { items: items.map((group) => toGroup(group, directory.sourceId, directory.type === 'SCIM')), next };
    }
  }

  async *users(_organizationId: string, directory: SourceDirectory, from?: string): Listing<SourceUser> {
    for await (const { items, next } of this.reader.users(this.connection(directory), from)) {
      yield { items: items.map((user) => toUser(user, directory.sourceId, directory.type === 'SCIM')), next };
    }
  }

  async *members(_organizationId: string, directory: SourceDirectory, groupId: string): Listing<string> {
    for await (const { items, next } of this.reader.members(this.connection(directory), groupId)) {
      yield { items: items.map((id) => idHere('diruser', id, directory.sourceId)), next };
    }
  }

  close(): Promise<void> {
    return this.reader.close();
  }

  private connection({ sourceId }: SourceDirectory): PolisDirectory {
    return this.connections.get(sourceId)!;
  }
}

function externalIdOf({ tenant, product }: PolisDirectory): string {
  return `${tenant}:${product}`;
}

function directoryOf(connection: PolisDirectory): SourceDirectory {
  const { id, name, type, deactivated, scim, webhook } = connection;
  const isScim = type !== 'google';
  const here = (prefix: IdPrefix): string => idHere(prefix, id, id);
  return {
    id: here('dir'),
    sourceId: id,
    name,
    type: isScim ? 'SCIM' : 'POLL',
    provider: PROVIDERS[type] ?? 'GENERIC',
    enabled: deactivated !== true,
    attributeMappings: [],
    roleAssignments: [],
    secret: isScim && scim.secret ? scim.secret : null,
    ...(webhook.endpoint &&
      webhook.secret && {
        endpoint: {
          id: here('ep'),
          url: webhook.endpoint,
          secret: webhook.secret,
          eventTypes: EVENT_TYPES,
          payloadFormat: 'polis' as const,
        },
      }),
    notes: isScim ? [] : ["Google's tokens are not taken over: connect it here again, with a service account"],
  };
}
