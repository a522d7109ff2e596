import { type EventTail } from '#client';
import { type Option } from '../command.js';
import { sentenceOf } from '../explain-error.js';
import { type Session } from '../session.js';
import { eventTypes, TYPES } from './endpoints.js';
import { ORG } from './lists.js';

/** Which part of the feed to see. */
export const FEED_OPTIONS: Readonly<Record<string, Option>> = {
  ...ORG,
  dir: { value: 'DIR', about: 'Only events of this directory' },
  types: TYPES,
  after: { value: 'EVENT', about: 'Start after the event with this id' },
  'from-start': { about: 'Start at the oldest event that is kept; at the newest unless given' },
};

/** The feed that those options name. @param more that goes on at its end or not */
export async function feedOf(session: Session, more: { follow?: boolean } = {}): Promise<EventTail> {
  const { client, signal } = session;
  return client.events.tail({
    ...more,
    after: session.text('after') ?? (session.flag('from-start') ? undefined : await newest(session)),
    organization_id: await session.organizationId(),
    directory_id: session.text('dir'),
    types: eventTypes(session),
    signal,
    onRetry: (error) => session.note(session.style.yellow(`Waiting for Rollcall: ${sentenceOf(error)}`)),
  });
}

async function newest({ client, signal }: Session): Promise<string | undefined> {
  const page = await client.events.list({ page_size: 1 }, { signal }).page();
  return page.items[0]?.id;
}
