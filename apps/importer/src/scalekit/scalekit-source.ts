import { type ScalekitClient } from '@scalekit-sdk/node';
import { isId } from '#directory';
import { type ImportedOrganization, type ImportedRole } from '#persistence';
import { type Patience, withBackoff } from '../patience.js';
import { type ImportSource, type Listing, type SourceDirectory, type SourceGroup, type SourceUser } from '../source.js';
import { throttling } from './throttling.js';
import { type ListedGroup, toGroup } from './scalekit-group.js';
import { type ListedUser, toUser } from './scalekit-user.js';

// As the enumerations of the SDK number them.
const TYPES = ['SCIM', 'SCIM', 'LDAP', 'POLL'];
const PROVIDERS = ['GENERIC', 'OKTA', 'GOOGLE', 'MICROSOFT_AD', 'AUTH0', 'ONELOGIN', 'JUMPCLOUD', 'PING_IDENTITY'];

/** The most that every list takes (its validation refuses more than 30 of some). */
const PAGE_SIZE = 30;
/** 0: it does not say. */
const REGIONS = [null, 'us', 'eu'];
const UNIMPLEMENTED = 501;

interface Listed<T> {
  items: T[];
  nextPageToken: string;
}

/** An environment of Scalekit, read through its own SDK. */
export class ScalekitSource implements ImportSource {
  readonly name = 'scalekit';

  constructor(
    private readonly client: ScalekitClient,
    readonly address: string,
    private readonly pageSize = PAGE_SIZE,
    private readonly patience: Patience = {},
  ) {}

  async roles(): Promise<{ roles: ImportedRole[]; notes: string[] }> {
    try {
      const { roles } = await this.ask(() => this.client.role.listRoles());
      const imported = roles.map(({ name, displayName, description }) => ({
        name,
        displayName: displayName || name,
        description,
      }));
      const notes = [
        'Roles come in the order of the source, without permissions, and none of them is the default: set priorities with PUT /api/v1/roles.',
      ];
      return { roles: imported, notes: roles.length > 0 ? notes : [] };
    } catch (error) {
      if ((error as { httpStatus?: unknown }).httpStatus !== UNIMPLEMENTED) throw error;
      return {
        roles: [],
        notes: ['The source does not list roles: an assignment is imported where its role is here already.'],
      };
    }
  }

  async *organizations(): Listing<ImportedOrganization> {
    yield* this.pages(async (pageToken) => {
      const { organizations, nextPageToken } = await this.client.organization.listOrganization({
        pageSize: this.pageSize,
        pageToken,
      });
      const items = organizations.map((organization): ImportedOrganization => ({
        id: organization.id,
        displayName: organization.displayName,
        externalId: organization.externalId || null,
        slug: organization.slug || null,
        logoUrl: organization.logoUrl || null,
        metadata: { ...organization.metadata },
        features: (organization.settings?.features ?? []).flatMap(({ name, enabled }) =>
          name === 'dir_sync' ? [{ name, enabled }] : [],
        ),
        region: REGIONS[organization.regionCode] ?? null,
        createdAt: organization.createTime ? toTime(organization.createTime) : null,
      }));
      return { items, nextPageToken };
    });
  }

  async directories({ id: organizationId }: ImportedOrganization): Promise<SourceDirectory[]> {
    const { directories } = await this.ask(() => this.client.directory.listDirectories(organizationId));
    return directories.map((directory) => {
      const notes = [];
      if (directory.directoryType !== 1) notes.push('what it is pulled with has to be entered here again');
      return {
        id: directory.id,
        sourceId: directory.id,
        name: directory.name,
        type: TYPES[directory.directoryType] ?? 'SCIM',
        provider: PROVIDERS[directory.directoryProvider] ?? 'GENERIC',
        enabled: directory.enabled,
        attributeMappings: (directory.attributeMappings?.attributes ?? []).map(({ key, mapTo }) => ({
          key,
          map_to: mapTo,
        })),
        roleAssignments: (directory.roleAssignments?.assignments ?? []).map(({ groupId, roleName }) => ({
          group_id: groupId,
          role_name: roleName,
        })),
        // The source keeps a hash of it, and shows its last characters.
        secret: null,
        notes,
      };
    });
  }

  async *groups(organizationId: string, { id }: SourceDirectory, from?: string): Listing<SourceGroup> {
    yield* this.pages(async (pageToken) => {
      const { groups, nextPageToken } = await this.client.directory.listDirectoryGroups(organizationId, id, {
        pageSize: this.pageSize,
        pageToken,
        includeDetail: true,
      });
      return { items: groups.map((group) => toGroup(group as ListedGroup)), nextPageToken };
    }, from);
  }

  async *users(organizationId: string, directory: SourceDirectory, from?: string): Listing<SourceUser> {
    yield* this.pages(async (pageToken) => {
      const { items, nextPageToken } = await this.listUsers(organizationId, directory.id, pageToken);
      return { items: items.map(toUser), nextPageToken };
    }, from);
  }

  async *members(organizationId: string, directory: SourceDirectory, groupId: string): Listing<string> {
    yield* this.pages(async (pageToken) => {
      const { items, nextPageToken } = await this.listUsers(organizationId, directory.id, pageToken, groupId);
      return { items: items.map(({ id }) => id).filter((id) => isId('diruser', id)), nextPageToken };
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async listUsers(
    organizationId: string,
    directoryId: string,
    pageToken: string,
    directoryGroupId?: string,
  ): Promise<Listed<ListedUser>> {
    const { users, nextPageToken } = await this.client.directory.listDirectoryUsers(organizationId, directoryId, {
      pageSize: this.pageSize,
      pageToken,
      includeDetail: directoryGroupId === undefined,
      ...(directoryGroupId !== undefined && { directoryGroupId }),
    });
    return { items: users as ListedUser[], nextPageToken };
  }

  private async *pages<T>(list: (pageToken: string) => Promise<Listed<T>>, from = ''): Listing<T> {
    for (let pageToken = from; ;) {
      const { items, nextPageToken } = await this.ask(() => list(pageToken));
      yield { items, next: nextPageToken || undefined };
      if (nextPageToken === '') return;
      pageToken = nextPageToken;
    }
  }

  private ask<T>(call: () => Promise<T>): Promise<T> {
    return withBackoff(call, throttling, this.patience);
  }
}

function toTime({ seconds, nanos }: { seconds: bigint; nanos: number }): string {
  return new Date(Number(seconds) * 1_000 + nanos / 1e6).toISOString();
}
