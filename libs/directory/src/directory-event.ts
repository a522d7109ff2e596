import { type EventDraft } from './event.js';
import { type DirectoryState } from './ports.js';

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
