import { type Directory } from '../../directory/directory';

export const DIRECTORY_HEALTH = ['waiting', 'ok', 'refusing', 'failing', 'needs_review', 'disabled'] as const;

export type DirectoryHealth = (typeof DIRECTORY_HEALTH)[number];

/** What a list says of a directory: `health` comes only with the list over all customers. */
export type ListedDirectory = Directory & { health?: DirectoryHealth; sandbox?: boolean };

export interface DirectoryListAnswer {
  directories: ListedDirectory[];
  total_size?: number;
  next_page_token?: string;
  prev_page_token?: string;
}

export const TONES = {
  waiting: 'idle',
  ok: 'ok',
  refusing: 'bad',
  failing: 'bad',
  needs_review: 'warn',
  disabled: 'idle',
} as const;

/** What is known of it without asking more. */
export function healthOf({ health, enabled, status }: ListedDirectory): DirectoryHealth {
  if (health !== undefined) return health;
  if (!enabled) return 'disabled';
  return status === 'COMPLETED' ? 'ok' : 'waiting';
}
