import { type ScimResource } from '#scim';

/** Where a group comes from: pushed by the IdP, pulled by a connector, or made by a rule of ours. */
export type GroupSource = 'scim' | 'pull' | 'rule';

/** A stored group, without its members: those are rows, and a change of a group never loads them. */
export interface GroupRecord {
  id: string;
  resource: ScimResource;
  displayName: string;
  externalId: string | null;
  source: GroupSource;
  version: number;
  revision: number;
  createdAt: string;
  updatedAt: string;
}
