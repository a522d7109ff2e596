import { type components } from '#client';
import { connectionOf } from '../../directory/health/directory-health';
import { type Tone } from '../../parts/state-badge';

type Schemas = components['schemas'];

/** A directory as both lists show it: that of all customers, and that of one. The api says how it is. */
export type ListedDirectory = Schemas['ListedDirectoryBody'];

export type DirectoryHealth = ListedDirectory['health'];

export type DirectoryListAnswer = Schemas['ListedDirectories'];

export const DIRECTORY_HEALTH: readonly DirectoryHealth[] = [
  'waiting',
  'ok',
  'refusing',
  'failing',
  'needs_review',
  'disabled',
];

/** What a list says of a directory: the health, and for what waits or is well the same as the pages of the directory. */
export type ListedState = DirectoryHealth | 'first_request' | 'full_sync';

export const TONES: Record<ListedState, Tone> = {
  waiting: 'busy',
  first_request: 'ok',
  ok: 'ok',
  full_sync: 'warn',
  refusing: 'bad',
  failing: 'bad',
  needs_review: 'warn',
  disabled: 'idle',
};

const LISTED = { waiting: 'waiting', firstRequest: 'first_request', connected: 'ok' } as const;

export function listedState(
  directory: Pick<ListedDirectory, 'health' | 'status' | 'full_sync_required' | 'directory_type'>,
): ListedState {
  if (directory.health !== 'ok' && directory.health !== 'waiting') return directory.health;
  if (directory.full_sync_required) return 'full_sync';
  return LISTED[connectionOf(directory.status, directory.directory_type !== 'SCIM')];
}
