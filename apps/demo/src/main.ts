// `npm run demo`, after installing and building: a broker as `npm start` runs it, then the demo against it.
import {
  EnvironmentError,
  EnvironmentFileError,
  loadEnvironment,
  loadEnvironmentFile,
  type Environment,
} from '#config';
import { freePort } from '../../rollcall/src/postgres/free-port.js';
import { isLoopback, signInLink } from '../../rollcall/src/sign-in-link.js';
import { isTerminal } from '../../rollcall/src/terminal.js';
import { Broker } from './broker.js';
import { playDemo } from './demo.js';
import { farewell } from './farewell.js';
import { RestClient } from './rest-client.js';

const ALLOW = 'ROLLCALL_ALLOW_PRIVATE_ENDPOINTS';
const ALLOW_SOURCES = 'ROLLCALL_ALLOW_PRIVATE_SOURCES';
const LOOPBACK = '127.0.0.0/8';
const pulled = process.argv.includes('--pulled');
/** By a person, to whom keys and links can be shown. */
const isRead = isTerminal();

/** Retries later than this would make the outage of the demo too long to watch. */
const LATEST_RETRY_MS = 10_000;
const GOODBYE_MS = 2_000;

const given = readEnvironment();
const port = given.port || (await freePort());
console.log(`The demo sets ${ALLOW}=true for its broker: the receiver of its webhooks listens on this machine.`);
if (pulled)
  console.log(`It adds ${LOOPBACK} to ${ALLOW_SOURCES}: the directory that Rollcall pulls is on this machine, too.`);
const broker = new Broker({
  env: {
    ...process.env,
    [ALLOW]: 'true',
    ...(pulled && { [ALLOW_SOURCES]: [process.env[ALLOW_SOURCES], LOOPBACK].filter(Boolean).join(',') }),
    PORT: String(port),
  },
  directory: given.dataDir,
  isRead,
  print: console.log,
});
const stopping = new AbortController();
let failed = false;
/** Deletes the endpoint of the receiver, which ends with the demo. */
let sayGoodbye = () => Promise.resolve();
let stopped: Promise<void> | undefined;

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
void broker.ready.then(({ apiKey }) => demonstrate(new RestClient(localUrl(given.host, port), apiKey)).catch(fail));
const code = await broker.ended;
process.exit(failed ? 1 : code);

async function demonstrate(api: RestClient): Promise<void> {
  const { verified, summary, okta } = await playDemo(api, {
    fast: process.argv.includes('--fast'),
    pulled,
    signal: stopping.signal,
    print: console.log,
    colours: process.stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
    hasOutage: given.retryScheduleMs[0]! <= LATEST_RETRY_MS,
    onEndpoint: (id) => {
      sayGoodbye = async () => {
        await api.call('DELETE', `/webhook_endpoints/${id}`, undefined, AbortSignal.timeout(GOODBYE_MS));
      };
    },
  });
  console.log(`\n${summary}\n`);
  if (!verified) throw new Error('see the line above');
  const signIn = isRead && isLoopback(given.host) ? await signInLinkOf(api) : undefined;
  console.log(farewell({ url: api.url, signIn, apiKey: api.apiKey, okta, logFile: broker.logFile }));
}

/** A convenience: whoever gets no link signs in with the key. */
function signInLinkOf({ url, apiKey }: RestClient): Promise<string | undefined> {
  return signInLink(url, apiKey).catch(() => undefined);
}

function readEnvironment(): Environment {
  try {
    loadEnvironmentFile();
    const environment = loadEnvironment();
    if (environment.role === 'all') return environment;
    console.error('The demo needs the api and the worker: unset ROLLCALL_ROLE.');
  } catch (error) {
    if (!(error instanceof EnvironmentError || error instanceof EnvironmentFileError)) throw error;
    console.error(error.message);
  }
  process.exit(1);
}

/** Where this machine reaches a broker that may listen on every interface. */
function localUrl(host: string, port: number): string {
  const local = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${local.includes(':') ? `[${local}]` : local}:${port}`;
}

/** The broker stops in order, and this process with it. */
function stop(): Promise<void> {
  stopped ??= (async () => {
    stopping.abort();
    // A broker that does not answer any more has no use for a goodbye.
    await sayGoodbye().catch(() => {});
    broker.stop();
  })();
  return stopped;
}

function fail(error: Error): void {
  // Whoever stops it in the middle knows why it does not get to the end.
  if (stopping.signal.aborted) return;
  console.error(`The demo failed: ${error.message}`);
  failed = true;
  void stop();
}
