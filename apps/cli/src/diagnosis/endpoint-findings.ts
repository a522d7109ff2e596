import { type Endpoint } from '#client';
import { healthOf } from '../commands/endpoints.js';
import { type Session } from '../session.js';
import { type Finding } from './finding.js';

const about = 'endpoints';

/** Those that are not well, or one word for all. */
export async function endpointFindings(session: Session): Promise<Finding[]> {
  const endpoints = await session.client.endpoints.list({}, { signal: session.signal }).toArray();
  if (endpoints.length === 0) {
    const advice = `${session.command('endpoints create https://…')} makes one; ${session.command('listen --forward URL')} needs none.`;
    return [{ about, state: 'look', message: 'there are none, so no application gets events', advice }];
  }
  const unwell = endpoints.filter(({ enabled, failing_since }) => !enabled || failing_since !== null);
  if (unwell.length > 0) return unwell.map((endpoint) => findingOf(session, endpoint));
  return [
    {
      about,
      state: 'well',
      message: endpoints.length === 1 ? '1, enabled and not failing' : `${endpoints.length}, all enabled, none failing`,
    },
  ];
}

function findingOf(session: Session, endpoint: Endpoint): Finding {
  const message = `${endpoint.id} ${endpoint.url} is ${healthOf(endpoint)}`;
  if (endpoint.enabled) {
    const advice = `What it answers: ${session.command(`deliveries list ${endpoint.id} --state retrying`)}. Try it: ${session.command(`endpoints test ${endpoint.id}`)}`;
    return { about, state: 'problem', message, advice };
  }
  const advice = `Its deliveries are held until you enable it: ${session.command(`endpoints enable ${endpoint.id}`)}`;
  // Somebody's own decision is worth a look; the broker's is a problem.
  return { about, state: endpoint.disabled_reason === null ? 'look' : 'problem', message, advice };
}
