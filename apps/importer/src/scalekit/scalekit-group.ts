import { isId } from '#directory';
import { GROUP, parseResource, ScimError } from '#scim';
import { type SourceGroup } from '../source.js';

/** What is read of a group as the SDK lists them. */
export interface ListedGroup {
  id: string;
  displayName: string;
  totalUsers: number;
  groupDetail?: Record<string, unknown>;
}

export function toGroup({ id, displayName, totalUsers, groupDetail }: ListedGroup): SourceGroup {
  if (!isId('dirgroup', id))
    return { id, problem: 'its id is none of a directory group, or longer than 36 characters' };
  const raw = groupDetail?.['raw_attributes'];
  const sent = typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? raw : {};
  const externalId = [groupDetail?.['external_id'], groupDetail?.['dp_id']].find((value) => typeof value === 'string');
  try {
    const body = { ...(externalId !== undefined && { externalId }), ...sent, displayName };
    return { id, resource: parseResource(GROUP, body), sourceId: id, members: totalUsers };
  } catch (error) {
    if (error instanceof ScimError) return { id, problem: error.detail };
    throw error;
  }
}
