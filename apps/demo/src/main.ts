// `npm run demo`, after installing and building: the launcher of `npm start`, then the demo against what it has started.
import { resolve } from 'node:path';
import { loadEnvironment } from '#config';
import { readSecrets } from '../../rollcall/src/generated-secrets.js';
import { freePort } from '../../rollcall/src/postgres/free-port.js';
import { playDemo } from './demo.js';
import { RestClient } from './rest-client.js';

const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());

if (process.env['ROLLCALL_ROLE'] !== undefined && process.env['ROLLCALL_ROLE'] !== 'all') {
  console.error('The demo needs the api and the worker: unset ROLLCALL_ROLE.');
  process.exit(1);
}
console.log(
  'The demo runs its broker with ROLLCALL_ALLOW_PRIVATE_ENDPOINTS=true: its receiver listens on this machine.',
);
process.env['ROLLCALL_ALLOW_PRIVATE_ENDPOINTS'] = 'true';
if (process.env['PORT'] === '0') process.env['PORT'] = String(await freePort());

// Takes care of signals, and ends the process when it cannot start.
await import('../../rollcall/src/main.js');

try {
  if (!stopping.signal.aborted) await demonstrate();
} catch (error) {
  // Whoever stops it in the middle knows why it does not get to the end.
  if (!stopping.signal.aborted) fail(`The demo failed: ${(error as Error).message}`);
}

async function demonstrate(): Promise<void> {
  const environment = loadEnvironment();
  const apiKey = environment.apiKey ?? readSecrets(resolve(environment.dataDir)).apiKey;
  const api = new RestClient(localUrl(environment.host, environment.port), apiKey);
  const options = { fast: process.argv.includes('--fast'), signal: stopping.signal, print: console.log };
  const { verified, summary, okta } = await playDemo(api, options);
  console.log(`\n${summary}\n`);
  if (!verified) return fail('The demo failed: see the line above.');
  console.log(`Rollcall keeps running, and so does the receiver.

  API docs      ${api.url}/docs
  Who is there  curl -sS -H 'Authorization: Bearer ${apiKey}' '${api.url}/api/v1${okta.path}/users?active=true&page_size=100'
  Do it again   push somebody to Acme's Okta directory and see the event appear here:
                curl -sS -X POST '${okta.base}/Users' -H 'Authorization: Bearer ${okta.secret}' \\
                  -H 'Content-Type: application/scim+json' \\
                  -d '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"new@acme.example","title":"Trainee"}'

Stop it with Ctrl-C. The data stays: npm start goes on with it.`);
}

/** Where this machine reaches a broker that may listen on every interface. */
function localUrl(host: string, port: number): string {
  const local = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${local.includes(':') ? `[${local}]` : local}:${port}`;
}

/** The launcher stops what it has started, in order. */
function fail(line: string): void {
  console.error(line);
  process.on('exit', () => (process.exitCode = 1));
  process.kill(process.pid, 'SIGTERM');
}
