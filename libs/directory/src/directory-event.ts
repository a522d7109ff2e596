import { type EventDraft } from './event.js';
import { type DirectoryState } from './directory-state.js';

/** What the directory announces about itself; the data is Scalekit's. */
export function announceDirectory(
  what: 'enabled' | 'disabled' | 'deleted',
  directory: DirectoryState,
  at: string,
): EventDraft {
  return {
    type: `organization.directory_${what}`,
    resourceId: directory.id,
    version: null,
    data: {
      id: directory.id,
      organization_id: directory.organizationId,
      directory_type: directory.directoryType,
      provider: directory.provider,
      enabled: what === 'enabled',
      updated_at: at,
    },
  };
}

/** More people left within an hour than usual: a mistake at the IdP looks like that. */
export function announceMassLeave(
  directory: DirectoryState,
  { deactivated, held, limit }: { deactivated: number; held: number; limit: number },
  at: string,
): EventDraft {
  return {
    type: 'rollcall.directory.mass_leave',
    resourceId: directory.id,
    version: null,
    data: {
      id: directory.id,
      organization_id: directory.organizationId,
      deactivated,
      held,
      mass_leave_limit: limit,
      within_seconds: 3_600,
      at,
    },
  };
}

/** A pull sync that changes something says when it begins and ends; one that fails says so. */
export function announceSync(
  what: 'started' | 'completed' | 'failed',
  sync: object,
  directory: Pick<DirectoryState, 'id' | 'organizationId'>,
): EventDraft {
  return {
    type: `organization.directory.sync_${what}`,
    resourceId: directory.id,
    version: null,
    data: { id: directory.id, organization_id: directory.organizationId, sync },
  };
}
