import { type components } from '#client';
import { type Tone } from '../../parts/state-badge';

type Schemas = components['schemas'];

/** A directory as both lists show it: that of all customers, and that of one. The api says how it is. */
export type ListedDirectory = Schemas['ListedDirectoryBody'];

export type DirectoryHealth = ListedDirectory['health'];

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
