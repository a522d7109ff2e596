import { type PulseView, type SeenAction, type SeenRequestRef } from '#persistence';
import { type CheckId, CHECKS, type SeenCheckBody } from './pulse.dto.js';

/** By check: the actions that show it. */
const SHOWN_BY: Record<CheckId, readonly string[]> = {
  signed_in: [],
  looked_up: ['look_up', 'list', 'test'],
  user_created: ['create_user'],
  user_updated: ['update_user', 'reactivate_user'],
  user_deactivated: ['deactivate_user', 'delete_user'],
  group_sent: ['create_group', 'update_group', 'change_members'],
};

/** What of a set-up was seen to work. The log forgets after days: counters and the status remember the rest. */
export function seenChecks(actions: readonly SeenAction[], pulse: PulseView): SeenCheckBody[] {
  const signedIn = actions.filter(({ action }) => action !== 'not_signed_in');
  return CHECKS.map((id) => {
    if (id === 'signed_in') {
      const refused = newest(actions.filter(({ action }) => action === 'not_signed_in').map((one) => one.refused));
      const done = newest(signedIn.flatMap((one) => [one.done, one.refused]));
      return check(id, done, refused, pulse.first_request_at);
    }
    const own = signedIn.filter(({ action }) => SHOWN_BY[id].includes(action));
    return check(
      id,
      newest(own.map(({ done }) => done)),
      newest(own.map(({ refused }) => refused)),
      isRemembered(id, pulse) ? pulse.last_synced_at : null,
    );
  });
}

/** The newer of what went well and what was refused decides. */
function check(
  id: CheckId,
  done: SeenRequestRef | undefined,
  refused: SeenRequestRef | undefined,
  remembered: string | null,
): SeenCheckBody {
  if (refused !== undefined && (done === undefined ? remembered === null : refused.at > done.at)) {
    return { id, state: 'refused', at: refused.at, request_id: refused.request_id, error: refused.error };
  }
  if (done !== undefined) return { id, state: 'seen', at: done.at, request_id: done.request_id, error: null };
  const state = remembered === null ? 'waiting' : 'seen';
  return { id, state, at: remembered, request_id: null, error: null };
}

function isRemembered(id: CheckId, pulse: PulseView): boolean {
  if (id === 'user_created') return pulse.status === 'COMPLETED';
  if (id === 'group_sent') return pulse.total_groups > 0;
  return id === 'looked_up' && pulse.status === 'COMPLETED';
}

function newest(requests: (SeenRequestRef | null)[]): SeenRequestRef | undefined {
  return requests.filter((one) => one !== null).sort((a, b) => (a.at < b.at ? 1 : -1))[0];
}
