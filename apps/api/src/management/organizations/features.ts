import { type Feature } from '#persistence';

/** Scalekit's documentation has three names for the one feature. */
const DIRECTORY_SYNC = ['dir_sync', 'scim', 'directory_sync'];

/** What applications that come from Scalekit switch in the same call; nothing here depends on it. */
const OF_SIGN_IN = ['sso', 'domain_verification', 'session_policy'];

export const FEATURE_NAMES = [...DIRECTORY_SYNC, ...OF_SIGN_IN];

/** The features after a change: those that it does not name stay as they are. */
export function withFeatures(stored: readonly Feature[], changes: readonly Feature[]): Feature[] {
  const features = new Map(stored.map((feature): [string, Feature] => [feature.name, feature]));
  for (const { name: given, enabled } of changes) {
    const name = DIRECTORY_SYNC.includes(given) ? 'dir_sync' : given;
    features.set(name, { name, enabled });
  }
  return [...features.values()];
}
