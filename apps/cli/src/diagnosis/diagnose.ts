import { RollcallError } from '#client';
import { explainError } from '../explain-error.js';
import { type Session } from '../session.js';
import { clockFinding } from './clock-finding.js';
import { deprovisioningFinding } from './deprovisioning-finding.js';
import { endpointFindings } from './endpoint-findings.js';
import { type Finding } from './finding.js';
import { keyFinding } from './key-finding.js';
import { ask } from './probe.js';
import { collisionFinding, oversizedFinding } from './stored-findings.js';

/** Looks at one thing after the other, the most fundamental first; what needs something that is missing is left out. */
export async function* diagnose(session: Session): AsyncGenerator<Finding, void, undefined> {
  const live = await ask(session, '/health/live');
  // At the answer: the other questions take their time.
  const here = new Date();
  if ('error' in live || live.status !== 200) {
    yield {
      about: 'reachable',
      state: 'problem',
      message:
        'error' in live ? `no answer from ${session.url} (${live.error})` : `${session.url} answered ${live.status}`,
      advice: 'Is Rollcall running there? ROLLCALL_URL or --url names its address; npm start starts one.',
    };
    return;
  }
  yield { about: 'reachable', state: 'well', message: `${session.url} answers in ${live.ms} ms` };
  yield await versionFinding(session);
  yield await readyFinding(session);
  yield clockFinding(live.date, here);

  const key = await attempt(session, 'API key', () => keyFinding(session));
  yield key;
  if (key.state === 'problem') return;
  yield* await attempt(session, 'endpoints', () => endpointFindings(session)).then((found) => [found].flat());
  yield await attempt(session, 'deprovisionings', () => deprovisioningFinding(session));
  yield await attempt(session, 'sizes', () => oversizedFinding(session));
  yield await attempt(session, 'names', () => collisionFinding(session));
}

async function versionFinding(session: Session): Promise<Finding> {
  const document = await ask(session, '/openapi.json');
  const version =
    'error' in document ? undefined : (document.body as { info?: { version?: string } } | undefined)?.info?.version;
  if (version !== undefined) return { about: 'version', state: 'well', message: version };
  const advice = 'Is this the address of Rollcall, without a path behind it?';
  return { about: 'version', state: 'look', message: 'there is no OpenAPI document', advice };
}

async function readyFinding(session: Session): Promise<Finding> {
  const ready = await ask(session, '/health/ready');
  if (!('error' in ready) && ready.status === 200) return { about: 'ready', state: 'well', message: 'takes requests' };
  const missing =
    'error' in ready ? ready.error : (ready.body as { missing?: string[] } | undefined)?.missing?.join(', ');
  return {
    about: 'ready',
    state: 'problem',
    message: `it does not take requests: ${missing ?? 'no reason given'}`,
    advice: 'Look whether what is missing runs, and at the log of the api.',
  };
}

/** A call that fails is a finding, too. */
async function attempt<T>(session: Session, about: string, look: () => Promise<T>): Promise<T | Finding> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    const [message, ...advice] = explainError(error, session.command('doctor')).lines;
    return { about, state: 'problem', message: message!, advice: advice.join(' ') };
  }
}
