import { type EventTail } from '#client';
import { type Option } from '../command.js';
import { sentenceOf } from '../explain-error.js';
import { type Session } from '../session.js';
import { eventTypes, TYPES } from './endpoints.js';
import { ORG } from './lists.js';
import { mustExist } from './must-exist.js';

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
  const organization_id = await session.organizationId();
  if (await isEmpty(session, organization_id)) await mustExist(session);
  return client.events.tail({
    ...more,
    after: session.text('after') ?? (session.flag('from-start') ? undefined : await newest(session)),
    organization_id,
    directory_id: session.text('dir'),
    types: eventTypes(session),
    signal,
    onRetry: (error) => session.note(session.style.yellow(`Waiting for Rollcall: ${sentenceOf(error)}`)),
  });
}

/** Whether there never was an event of the directory or organization that is named. */
async function isEmpty(session: Session, organization_id: string | undefined): Promise<boolean> {
  const { client, signal } = session;
  const directory_id = session.text('dir');
  if (directory_id !== undefined) {
    const page = await client.events.read({ directory_id, limit: 1 }, { signal });
    return page.events.length === 0 && !page.latest_sequence;
  }
  if (organization_id === undefined) return false;
  return (await client.events.list({ organization_id, page_size: 1 }, { signal }).page()).items.length === 0;
}

async function newest({ client, signal }: Session): Promise<string | undefined> {
  const page = await client.events.list({ page_size: 1 }, { signal }).page();
  return page.items[0]?.id;
}
