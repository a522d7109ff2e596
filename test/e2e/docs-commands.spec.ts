import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Receiver } from '../support/index.js';
import { API_KEY, ManagementClient } from './management-client.js';

/** Pages whose `sh` blocks are to be pasted into a terminal, with the variables that the README sets. */
const PAGES = ['mapping', 'roles', 'deprovisioning', 'webhooks', 'security-events', 'mail', 'gate'];

let app: ManagementClient;
let receiver: Receiver;
let variables: Record<string, string>;
/** By the words that a reader replaces. */
let ids: Record<string, string>;

beforeAll(async () => {
  app = await ManagementClient.start();
  receiver = await Receiver.start();
  const directory = await app.directory();
  const { organizationId, directoryId } = directory;
  const { endpoint } = (await app.post('webhook_endpoints', { url: receiver.url })).body;
  const group = await app.scim(directory, 'POST', 'Groups', { displayName: 'Engineering' });
  const { deliveries } = (await app.get(`webhook_endpoints/${endpoint.id}/deliveries`)).body;
  variables = { ROLLCALL: app.api.url, KEY: API_KEY, ORG: organizationId, DIR: directoryId, ENDPOINT: endpoint.id };
  ids = { 'the-id-of-a-group': group.body.id, 'the-id-of-a-delivery': deliveries[0].id };
});
afterAll(async () => {
  await receiver?.close();
  await app?.stop();
});

/** `post` and `pick`, as the README defines them. */
const [functions] = /^post\(\).*?^$/ms.exec(readFileSync(new URL('../../README.md', import.meta.url), 'utf8'))!;

it.each(PAGES)('the commands of docs/%s.md work as they are', async (page) => {
  const text = readFileSync(new URL(`../../docs/${page}.md`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, code]) => code!);
  expect(blocks.length).toBeGreaterThan(0);
  const commands = [functions, ...blocks].join('\n');
  const script = Object.entries(ids).reduce((all, [words, id]) => all.replaceAll(words, id), commands);
  const terminal = spawn('bash', ['-eu'], { env: { ...process.env, ...variables } });
  let output = '';
  for (const stream of [terminal.stdout, terminal.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  terminal.stdin.end(script);
  const [status] = (await once(terminal, 'close')) as [number];
  expect(status, output).toBe(0);
});
