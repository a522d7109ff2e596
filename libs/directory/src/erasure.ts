import { type EventDraft } from './event.js';
import { toProfile } from './profile.js';
import { type UserRecord } from './user.js';

/** What an event may still say of an erased user: which record, and what became of it. */
const KEPT = ['id', 'directory_id', 'organization_id', 'version', 'active', 'reason'];

/** A user without personal data: the id, which applications have stored, is all that is left. */
export function eraseUser(user: UserRecord): UserRecord {
  const resource = { userName: user.id, active: user.active };
  return { ...user, resource, profile: toProfile(resource), externalId: null, announcedProfile: null };
}

/** The event by which receivers learn that an erased user is gone, without saying anything of the person once more. */
export function eraseDraft(draft: EventDraft): EventDraft {
  return { ...draft, data: eraseData(draft.data), previousAttributes: undefined };
}

/** A stored event's body without personal data; the same body where it carries none. Erasing twice changes nothing. */
export function eraseEventBody(body: string): string {
  const { data, previous_attributes, ...envelope } = JSON.parse(body) as {
    type: string;
    object: string;
    data: Record<string, unknown>;
    previous_attributes?: object;
  };
  if (envelope.object === 'DirectoryUser') {
    return JSON.stringify({ ...envelope, data: eraseData(data) });
  }
  if (envelope.type === 'rollcall.gate.denied') {
    const erased = { ...data, external_id: null, reason: 'erased' };
    return JSON.stringify({ ...envelope, data: erased, previous_attributes });
  }
  if (!('user' in data)) return body;
  const { id } = data['user'] as { id: string };
  return JSON.stringify({ ...envelope, data: { ...data, user: { id } }, previous_attributes });
}

function eraseData(data: Record<string, unknown>): Record<string, unknown> {
  return { ...Object.fromEntries(KEPT.filter((key) => key in data).map((key) => [key, data[key]])), erased: true };
}
