import { type Session } from '../session.js';
import { type Finding } from './finding.js';

/** They are under way for a moment even when all is well. */
const USUAL_MS = 60_000;

/** People who left, and may still have their access. */
export async function deprovisioningFinding(session: Session): Promise<Finding> {
  const about = 'deprovisionings';
  const { client, signal } = session;
  const waiting = await client.deliveries.unacknowledgedDeprovisionings({}, { signal }).toArray({ limit: 1_000 });
  const late = waiting.filter(({ created_at }) => Date.now() - Date.parse(created_at) > USUAL_MS);
  const oldest = late.at(-1);
  if (oldest === undefined) return { about, state: 'well', message: 'all acknowledged by the applications' };
  const count = waiting.length === 1_000 ? '1,000 or more' : String(late.length);
  const endpoints = [...new Set(late.map(({ endpoint_id }) => endpoint_id))].slice(0, 5).join(', ');
  return {
    about,
    state: 'problem',
    message: `${count} not acknowledged by an application, the oldest since ${oldest.created_at}: people who left may still have access`,
    advice: `At ${endpoints}. See why: ${session.command(`deliveries get ${oldest.id}`)}. Send it again once the endpoint works: ${session.command(`deliveries retry ${oldest.id}`)}`,
  };
}
