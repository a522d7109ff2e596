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

type Seen = Pick<Pulse, 'status' | 'enabled' | 'full_sync_required' | 'last_request' | 'sync'>;

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
  const state = connectionOf(pulse.status, pulse.sync !== null);
  return { state, tone: state === 'waiting' ? 'busy' : 'ok' };
}

/**
 * How far a connection has come: the lists of directories say the same as the pages of one. A test request alone brings nobody, so the
 * directory is not connected before the first person. A sync has read the whole source, even if nobody is in it.
 */
export function connectionOf(status: string, isPulled: boolean): 'waiting' | 'firstRequest' | 'connected' {
  if (status === 'COMPLETED') return 'connected';
  if (status === 'DRAFT') return 'waiting';
  return isPulled ? 'connected' : 'firstRequest';
}

/** A 404 is how a provider learns that somebody is not there yet; a 409 is about one person. */
const refuses = (status: number): boolean => status === 401 || status === 403 || status === 429 || status >= 500;
