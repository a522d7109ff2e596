import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadEnvironment } from '#config';
import { EVENT_TYPES } from '#directory';
import { startWorker, type RunningWorker } from '../../apps/worker/src/main.js';
import { bobEmployee, HiBobEmulator } from '../emulators/hibob/hibob-emulator.js';
import { Receiver, until } from '../support/index.js';
import { ManagementClient } from './management-client.js';
import { LOOPBACK, PulledDirectory } from './pulled-directory.js';

// The document and the events are what they are: the tests read whatever they say.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

const TYPES = Object.keys(EVENT_TYPES);
/** Needs a gate: its own tests see it. */
const NEVER_SENT = ['rollcall.gate.denied'];
/** Fields that one event of a type has and another one lacks. */
const OPTIONAL = new Set(['previous_attributes', 'reason', 'endpoint_id']);

let app: ManagementClient;
let worker: RunningWorker;
let receiver: Receiver;
let failing: Receiver;
let document: Json;
const real = new Map<string, Json>();
/** Of a directory that is pulled: other than those of a resync. */
const pulls: Json[] = [];

beforeAll(async () => {
  app = await ManagementClient.start(LOOPBACK);
  document = (await app.call('GET', '/openapi.json')).body;
  worker = await startWorker(
    loadEnvironment({
      DATABASE_URL: app.database.url,
      ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      ROLLCALL_ALLOW_PRIVATE_ENDPOINTS: 'true',
      ROLLCALL_RETRY_SCHEDULE: '10ms,10ms,10ms,10ms',
      ROLLCALL_RETRY_JITTER: '0',
      ...LOOPBACK,
    }),
    { logger: false },
  );
  receiver = await Receiver.start();
  failing = await Receiver.start();
});
afterAll(async () => {
  await worker.close();
  await receiver.close();
  await failing.close();
  await app.stop();
});

/** Every object is exactly what the schema names: nothing more, and nothing less but what is optional. */
function closed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  if (schema.properties === undefined || schema.additionalProperties === true) return copy;
  const names = Object.keys(schema.properties);
  return { ...copy, additionalProperties: false, required: names.filter((name) => !OPTIONAL.has(name)) };
}

function problemsOf(type: string, event: Json): string {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  addFormats.default(ajv);
  const schemas = Object.fromEntries(
    Object.entries(document.components.schemas as Record<string, Json>).map(([name, schema]) =>
      name.endsWith('Event') || name.endsWith('Data') ? [name, closed(schema)] : [name, schema],
    ),
  );
  ajv.addSchema({ $id: 'openapi', components: { schemas } });
  const ref = document.components.schemas.EventBody.discriminator.mapping[type];
  const validate = ajv.compile({ $ref: `openapi${ref}` });
  return validate(event) ? '' : `${type}: ${ajv.errorsText(validate.errors)}`;
}

it('a real broker sends each type of event exactly as the document has it', async () => {
  receiver.answer = ({ rawBody }) => {
    const event = JSON.parse(rawBody.toString());
    if (event.data.sync?.kind === 'pull') pulls.push(event);
    // Of users the one who has an address: null says nothing of its shape.
    if (!real.has(event.type) || event.data.address) real.set(event.type, event);
    return {};
  };
  const arrived = (type: string) => until(() => expect([...real.keys()]).toContain(type), 30_000);
  const all = await app.post('webhook_endpoints', { url: receiver.url, event_types: TYPES });
  const directory = await app.directory();
  const ada = await app.user(directory, 'ada@example.com', {
    externalId: 'x1',
    addresses: [
      {
        type: 'work',
        locality: 'Berlin',
        country: 'DE',
        streetAddress: 'x',
        postalCode: '1',
        region: 'B',
        formatted: 'x',
      },
    ],
  });
  const change = (path: string, op: string, attribute: string, value?: unknown) =>
    app.scim(directory, 'PATCH', path, { Operations: [{ op, path: attribute, value }] });
  const group = (await app.scim(directory, 'POST', 'Groups', { displayName: 'Eng' })).body.id;
  await change(`Groups/${group}`, 'add', 'members', [{ value: ada }]);
  await change(`Groups/${group}`, 'replace', 'displayName', 'Engineering');
  await change(`Groups/${group}`, 'remove', `members[value eq "${ada}"]`);
  await app.scim(directory, 'DELETE', `Groups/${group}`);
  await app.post(`${directory.path}:resync`, { endpoint_id: all.body.endpoint.id });
  await arrived('organization.directory.sync_completed');
  await app.post(`webhook_endpoints/${all.body.endpoint.id}:test`);

  const bob = await new HiBobEmulator().listen();
  bob.people.put(bobEmployee('1', ['Bob', 'Noyce']));
  const pulled = await PulledDirectory.create(app, 'HIBOB');
  await pulled.connect(bob.settings, bob.secrets);
  await pulled.sync();
  await pulled.connect(bob.settings, { ...bob.secrets, token: 'a-wrong-secret' });
  await pulled.sync();
  await bob.close();
  await until(() => expect(pulls).toHaveLength(3), 30_000);
  await arrived('rollcall.test');

  // An endpoint that fails until its delivery is given up, then works again, then says that it is gone.
  let status = 500;
  failing.answer = () => ({ status });
  const user_updated = ['organization.directory.user_updated'];
  const ill = (await app.post('webhook_endpoints', { url: failing.url, event_types: user_updated })).body.endpoint;
  await change(`Users/${ada}`, 'replace', 'title', 'One');
  await arrived('rollcall.delivery.exhausted');
  await arrived('rollcall.endpoint.failing');
  status = 200;
  await change(`Users/${ada}`, 'replace', 'title', 'Two');
  await arrived('rollcall.endpoint.recovered');
  status = 410;
  await change(`Users/${ada}`, 'replace', 'title', 'Three');
  await arrived('rollcall.endpoint.disabled');
  expect((await app.get(`webhook_endpoints/${ill.id}`)).body.endpoint.enabled).toBe(false);

  await app.call('PUT', `/api/v1/${directory.path}/policy`, { mass_leave_limit: 1 });
  const leaver = await app.user(directory, 'bob@example.com');
  for (const id of [leaver, ada]) await app.scim(directory, 'DELETE', `Users/${id}`);
  await arrived('rollcall.directory.mass_leave');
  await app.patch(`${directory.path}:disable`);
  await app.patch(`${directory.path}:enable`);
  await app.delete(directory.path);
  await arrived('organization.directory_deleted');

  expect(TYPES.filter((type) => !real.has(type))).toEqual(NEVER_SENT);
  expect(pulls.map(({ type }) => type.split('.').at(-1)).sort()).toEqual([
    'sync_completed',
    'sync_failed',
    'sync_started',
  ]);
  const sent: Json[] = [...real.values(), ...pulls];
  expect(sent.map((event) => problemsOf(event.type, event)).filter((problem) => problem !== '')).toEqual([]);
}, 120_000);

it('every type has a webhook in the document, whose example is exactly such an event', () => {
  expect(Object.keys(document.webhooks)).toEqual(TYPES);
  expect(Object.keys(document.components.schemas.EventBody.discriminator.mapping)).toEqual(TYPES);
  expect(document.components.schemas.EventBody.oneOf).toHaveLength(TYPES.length);
  for (const type of TYPES) {
    const { schema, example } = document.webhooks[type].post.requestBody.content['application/json'];
    expect(schema.$ref).toBe(document.components.schemas.EventBody.discriminator.mapping[type]);
    expect(example.type).toBe(type);
    expect(problemsOf(type, example)).toBe('');
    expect(JSON.stringify(example)).not.toMatch(/undefined/);
  }
});
