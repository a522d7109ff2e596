import { type EmulatedAnswer, type EmulatedRequest, json } from '../emulated-request.js';
import { googleError } from './google-errors.js';

interface Channel {
  id: string;
  resourceId: string;
  address: string;
  token?: string;
  expiration: number;
  messages: number;
}

const MOST_SECONDS = 172_800;
const STANDARD_SECONDS = 7_200;

/** `users.watch` and `channels.stop`: channels end after two hours unless asked for longer, and after two days at most. */
export class GoogleChannels {
  readonly open = new Map<string, Channel>();

  watch(request: EmulatedRequest): EmulatedAnswer {
    if (request.method !== 'POST') return googleError(405, 'httpMethodNotAllowed', 'Method Not Allowed');
    const query = request.url.searchParams;
    if ((query.get('customer') === null) === (query.get('domain') === null))
      return googleError(400, 'badRequest', 'Bad Request');
    const event = query.get('event');
    if (event !== null && !['add', 'delete', 'makeAdmin', 'undelete', 'update'].includes(event))
      return googleError(400, 'invalid', `Invalid value '${event}'`);
    const { id, type, address, token, params } = JSON.parse(request.body) as Record<string, string> & {
      params?: { ttl?: string };
    };
    if (type !== 'web_hook' || !id || !address) return googleError(400, 'required', 'Required');
    if (this.open.has(id)) return googleError(400, 'channelIdNotUnique', `Channel id ${id} not unique`);
    const seconds = Math.min(Number(params?.ttl ?? STANDARD_SECONDS), MOST_SECONDS);
    const channel: Channel = {
      id,
      resourceId: `resource-${id}`,
      address,
      token,
      expiration: Date.now() + seconds * 1000,
      messages: 0,
    };
    this.open.set(id, channel);
    return json(200, {
      kind: 'api#channel',
      id,
      resourceId: channel.resourceId,
      resourceUri: request.url.href,
      expiration: String(channel.expiration),
    });
  }

  stop(request: EmulatedRequest): EmulatedAnswer {
    const { id, resourceId } = JSON.parse(request.body) as { id: string; resourceId: string };
    if (this.open.get(id)?.resourceId !== resourceId)
      return googleError(404, 'notFound', `Channel '${id}' not found for project`);
    this.open.delete(id);
    return { status: 204 };
  }

  /** The headers of the next notification of a channel; the first one is `sync`. */
  notification(id: string, state = 'update'): Record<string, string> {
    const channel = this.open.get(id);
    if (channel === undefined) throw new Error(`there is no channel ${id}`);
    channel.messages += 1;
    return {
      'x-goog-channel-id': id,
      ...(channel.token === undefined ? {} : { 'x-goog-channel-token': channel.token }),
      'x-goog-channel-expiration': new Date(channel.expiration).toUTCString(),
      'x-goog-resource-id': channel.resourceId,
      'x-goog-resource-state': channel.messages === 1 ? 'sync' : state,
      'x-goog-message-number': String(channel.messages),
    };
  }
}
