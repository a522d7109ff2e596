import { randomUUID } from 'node:crypto';
import { type ListContext, type SourceNotification, type WatchState } from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import { parsedJson } from '../record/parsed-json.js';
import { recordOf, textOf } from '../record/record-value.js';
import { sameText } from '../record/same-text.js';
import { type GoogleApi, SOURCE } from './google-api.js';
import { type GoogleSettings } from './google-settings.js';

/** Google has one channel per kind of change, and none for groups: those are read on the schedule. */
const EVENTS = ['add', 'update', 'delete', 'undelete'] as const;
/** Two days are the most that Google gives. */
const LIFETIME_SECONDS = '172800';

/** What is kept of the channels: `channels` is a JSON list of ids with their resources, which `stop` wants as well. */
interface Channel {
  id: string;
  resourceId: string;
}

/** Opens new channels, then stops the former ones, so that no change falls between them. */
export async function watchGoogle(
  api: GoogleApi,
  { owner }: GoogleSettings,
  target: { url: string; token: string },
  previous: WatchState | undefined,
  { signal }: ListContext,
): Promise<WatchState> {
  const channels: Channel[] = [];
  let expiresAt = Number.POSITIVE_INFINITY;
  for (const event of EVENTS) {
    const id = randomUUID();
    const body = { id, type: 'web_hook', address: target.url, token: target.token, params: { ttl: LIFETIME_SECONDS } };
    const answer = recordOf(
      parsedJson((await api.post('/admin/directory/v1/users/watch', { ...owner, event }, body, signal)).body),
    );
    const resourceId = textOf(answer?.['resourceId']);
    const expiration = Number(answer?.['expiration']);
    if (resourceId === undefined || !Number.isFinite(expiration))
      throw new ConnectorError({
        code: 'malformed_answer',
        message: `${SOURCE} opened a channel without saying until when.`,
        hint: 'Nothing needs to be done; users are read on the schedule.',
      });
    channels.push({ id, resourceId });
    expiresAt = Math.min(expiresAt, expiration);
  }
  for (const channel of channelsOf(previous)) await stop(api, channel, signal);
  return { expiresAt: new Date(expiresAt).toISOString(), token: target.token, channels: JSON.stringify(channels) };
}

/** The token proves that Google calls: only Google and Rollcall know it. */
export function checkGoogleNotification({ headers, watch }: SourceNotification): 'sync' | 'ignore' | 'refused' {
  const [id, token] = [headers['x-goog-channel-id'], headers['x-goog-channel-token']];
  if (watch?.['token'] === undefined || token === undefined || !sameText(token, watch['token'])) return 'refused';
  // A channel that was replaced may call until it has ended; the new one says the same.
  if (!channelsOf(watch).some((channel) => channel.id === id)) return 'ignore';
  return headers['x-goog-resource-state'] === 'sync' ? 'ignore' : 'sync';
}

async function stop(api: GoogleApi, channel: Channel, signal: AbortSignal): Promise<void> {
  try {
    await api.post('/admin/directory_v1/channels/stop', {}, channel, signal);
  } catch (error) {
    // It has ended by itself, or will within two days: what it sends until then is ignored.
    if (!(error instanceof ConnectorError)) throw error;
  }
}

function channelsOf(watch: WatchState | undefined): Channel[] {
  const channels = parsedJson(watch?.['channels'] ?? '[]');
  return Array.isArray(channels) ? (channels as Channel[]) : [];
}
