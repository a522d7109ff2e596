import { type AttributeMapping, type RoleAssignment } from '#directory';
import { type ImportedOrganization, type ImportedRole } from '#persistence';
import { type ScimResource } from '#scim';

/** A part of a listing. `next`: where the listing goes on, to be kept across a crash; undefined after the last part. */
export interface SourcePage<T> {
  items: T[];
  next: string | undefined;
}

export type Listing<T> = AsyncIterable<SourcePage<T>>;

export interface SourceDirectory {
  id: string;
  /** What the source calls it, where that is another id than the one it has here. */
  sourceId: string;
  name: string;
  type: string;
  provider: string;
  enabled: boolean;
  attributeMappings: AttributeMapping[];
  roleAssignments: RoleAssignment[];
  /** Null where the source does not show it. */
  secret: string | null;
  endpoint?: { id: string; url: string; secret: string; eventTypes: string[]; payloadFormat: 'standard' | 'polis' };
  /** What of it cannot be imported, in plain words. */
  notes: string[];
}

/** A record as it is to be stored, or why it cannot be. */
export type Readable<T> = ({ id: string; problem?: never } & T) | { id: string; problem: string };

export type SourceUser = Readable<{ resource: ScimResource; groupIds: string[] }>;

/** `members`: how many the source counts; undefined where it does not say. */
export type SourceGroup = Readable<{ resource: ScimResource; sourceId: string; members: number | undefined }>;

/** Another broker, read page by page. Listings go on at `from`, a `next` of an earlier page. */
export interface ImportSource {
  /** `scalekit`, `polis`. */
  readonly name: string;
  /** Tells one installation of it from another: its address, without credentials. */
  readonly address: string;
  roles(): Promise<{ roles: ImportedRole[]; notes: string[] }>;
  organizations(): Listing<ImportedOrganization>;
  directories(organization: ImportedOrganization): Promise<SourceDirectory[]>;
  groups(organizationId: string, directory: SourceDirectory, from?: string): Listing<SourceGroup>;
  users(organizationId: string, directory: SourceDirectory, from?: string): Listing<SourceUser>;
  /** The ids, as they are here, of a group's members. */
  members(organizationId: string, directory: SourceDirectory, groupSourceId: string): Listing<string>;
  close(): Promise<void>;
}
