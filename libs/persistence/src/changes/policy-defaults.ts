import { type DirectorySettings } from '#directory';

/** A directory whose policy nobody has set has the default one. */
export function withDefaults<T extends Pick<DirectorySettings, 'policy'>>(row: T): T {
  return { ...row, policy: { ...row.policy, on_deactivate: row.policy.on_deactivate ?? 'delete_event' } };
}
