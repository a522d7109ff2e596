import { type components } from '#client';
import { type Directory } from '../../directory/directory';
import { type Tone } from '../../parts/state-badge';

type Schemas = components['schemas'];
type OfAll = Schemas['ListedDirectoryBody'];

export type DirectoryHealth = OfAll['health'];

/** What both lists say of a directory: `health` comes only with the list over all customers. */
export type ListedDirectory = Pick<Directory, keyof Directory & keyof OfAll> & { health?: DirectoryHealth };

export type DirectoryListAnswer = Schemas['ListedDirectories'];

export const TONES: Record<DirectoryHealth, Tone> = {
  waiting: 'idle',
  ok: 'ok',
  refusing: 'bad',
  failing: 'bad',
  needs_review: 'warn',
  disabled: 'idle',
};

export const DIRECTORY_HEALTH = Object.keys(TONES) as DirectoryHealth[];

/** What is known of it without asking more. */
export function healthOf({ health, enabled, status }: ListedDirectory): DirectoryHealth {
  if (health !== undefined) return health;
  if (!enabled) return 'disabled';
  return status === 'COMPLETED' ? 'ok' : 'waiting';
}
