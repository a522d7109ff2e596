import { type Tone } from '../../parts/state-badge';
import { type Pulse } from '../directory';

export type HealthState =
  | 'waiting'
  | 'firstRequest'
  | 'connected'
  | 'refusing'
  | 'disabled'
  | 'fullSync'
  | 'syncing'
  | 'syncFailed'
  | 'needsReview';

export interface Health {
  state: HealthState;
  tone: Tone;
}

type Seen = Pick<
  Pulse,
  'enabled' | 'full_sync_required' | 'first_request_at' | 'last_request' | 'total_users' | 'total_groups' | 'sync'
>;

/** The state of a directory in one word: what needs somebody comes before what is well. */
export function directoryHealth(pulse: Seen): Health {
  if (!pulse.enabled) return { state: 'disabled', tone: 'idle' };
  if (pulse.sync !== null) {
    if (pulse.sync.state === 'needs_review') return { state: 'needsReview', tone: 'warn' };
    if (pulse.sync.state === 'running' || pulse.sync.state === 'queued') return { state: 'syncing', tone: 'busy' };
    if (pulse.sync.state === 'failed') return { state: 'syncFailed', tone: 'bad' };
  }
  if (pulse.full_sync_required) return { state: 'fullSync', tone: 'warn' };
  if (pulse.last_request !== null && refuses(pulse.last_request.status)) return { state: 'refusing', tone: 'bad' };
  if (pulse.total_users > 0 || pulse.total_groups > 0) return { state: 'connected', tone: 'ok' };
  if (pulse.sync?.state === 'succeeded') return { state: 'connected', tone: 'ok' };
  return pulse.first_request_at === null ? { state: 'waiting', tone: 'busy' } : { state: 'firstRequest', tone: 'ok' };
}

/** A 404 is how a provider learns that somebody is not there yet; a 409 is about one person. */
const refuses = (status: number): boolean => status === 401 || status === 403 || status === 429 || status >= 500;
