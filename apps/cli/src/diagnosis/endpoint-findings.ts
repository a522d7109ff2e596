import { type Endpoint } from '#client';
import { healthOf } from '../commands/endpoints.js';
import { type Session } from '../session.js';
import { type Finding } from './finding.js';

const about = 'endpoints';

/** Those that are not well, or one word for all. */
export async function endpointFindings({ client, signal }: Session): Promise<Finding[]> {
  const endpoints = await client.endpoints.list({}, { signal }).toArray();
  if (endpoints.length === 0) {
    const advice = 'rollcall endpoints create https://… makes one; rollcall listen --forward needs none.';
    return [{ about, state: 'look', message: 'there are none: nobody is told of anything', advice }];
  }
  const unwell = endpoints.filter(({ enabled, failing_since }) => !enabled || failing_since !== null);
  if (unwell.length > 0) return unwell.map(findingOf);
  return [{ about, state: 'well', message: `${endpoints.length}, all enabled, none failing` }];
}

function findingOf(endpoint: Endpoint): Finding {
  const message = `${endpoint.id} ${endpoint.url} is ${healthOf(endpoint)}`;
  if (endpoint.enabled) {
    const advice = `What it answers: rollcall deliveries list ${endpoint.id} --state retrying. Try it: rollcall endpoints test ${endpoint.id}`;
    return { about, state: 'problem', message, advice };
  }
  const advice = `Its deliveries are held until: rollcall endpoints enable ${endpoint.id}`;
  // Somebody's own decision is worth a look; the broker's is a problem.
  return { about, state: endpoint.disabled_reason === null ? 'look' : 'problem', message, advice };
}
