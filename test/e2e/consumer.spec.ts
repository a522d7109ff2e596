import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadEnvironment } from '#config';
import { startWorker, type RunningWorker } from '../../apps/worker/src/main.js';
import { Receiver, until } from '../support/index.js';
import { API_KEY, ManagementClient } from './management-client.js';

/** By hand, as many as one likes: `CONSUMER_SCRIPTS=200 npm test -- test/e2e/consumer.spec.ts`. */
const SCRIPTS = Number(process.env['CONSUMER_SCRIPTS'] ?? 8);

let app: ManagementClient;
let worker: RunningWorker;
beforeAll(async () => {
  app = await ManagementClient.start();
  const environment = loadEnvironment({
    DATABASE_URL: app.database.url,
    ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    ROLLCALL_ALLOW_PRIVATE_ENDPOINTS: 'true',
    ROLLCALL_RETRY_SCHEDULE: '20ms,50ms,100ms,200ms,500ms,500ms,500ms,500ms,500ms,500ms',
  });
  worker = await startWorker(environment, { logger: false });
});
afterAll(async () => {
  await worker.close();
  await app.stop();
});

type Directory = Awaited<ReturnType<ManagementClient['directory']>>;

/** The `data` of an event, or a line of a snapshot. */
interface Fact {
  id: string;
  version: number;
  active?: boolean;
  display_name?: string;
  groups?: { id: string }[];
  [attribute: string]: unknown;
}

interface Message {
  type?: string;
  data: Fact;
}

/** What docs/webhooks.md tells a consumer to do, and nothing else. */
class Consumer {
  private readonly held = new Map<string, Message>();

  take(message: Message): void {
    const { id, version } = message.data;
    const known = this.held.get(id);
    if (known === undefined || version >= known.data.version) this.held.set(id, message);
  }

  /** Who may work, as what, in which groups; and the groups there are. */
  state(): object {
    const messages = [...this.held.values()];
    const isGroup = ({ data }: Message) => data.id.startsWith('dirgroup_');
    return stateOf(
      messages.filter((message) => !isGroup(message)).map(({ data }) => data),
      messages
        .filter((message) => isGroup(message) && !message.type?.endsWith('group_deleted'))
        .map(({ data }) => data),
    );
  }
}

/** Of inactive people only that they are so: their attributes change without an announcement until they come back. */
function stateOf(users: Fact[], groups: Fact[]): object {
  const of = ({ groups: member = [], title, preferred_username, external_id, raw_attributes }: Fact) => ({
    title,
    preferred_username,
    external_id,
    raw_attributes,
    groups: member.map(({ id }) => id).sort(),
  });
  return {
    people: Object.fromEntries(users.filter(({ active }) => active).map((user) => [user.id, of(user)])),
    groups: Object.fromEntries(groups.map(({ id, display_name }) => [id, display_name])),
  };
}

async function truth({ path }: Directory): Promise<object> {
  const { users } = (await app.get(`${path}/users?page_size=100&include_detail=true`)).body;
  const { groups } = (await app.get(`${path}/groups?page_size=100`)).body;
  return stateOf(
    users.map(({ user_detail }: { user_detail: Fact }) => user_detail),
    groups,
  );
}

async function snapshot({ path }: Directory): Promise<{ after: string; lines: Message[] }> {
  const response = await fetch(`${app.api.url}/api/v1/${path}/snapshot`, {
    headers: { authorization: `Bearer ${API_KEY}` },
  });
  const [head, ...lines] = (await response.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Fact);
  expect(lines.pop()).toMatchObject({ object: 'End' });
  return { after: head!['after'] as string, lines: lines.map((data) => ({ data })) };
}

/** To the directory's last sequence. */
async function feed({ directoryId }: Directory, after: string): Promise<Message[]> {
  const messages: (Message & { sequence: number })[] = [];
  return await until(async () => {
    const page = (await app.feed(`directory_id=${directoryId}&limit=7&after=${after}`)).body;
    messages.push(...page.events);
    after = page.next_after;
    const last = messages.at(-1)?.sequence ?? (await sequenceBefore(directoryId, after));
    if (last !== page.latest_sequence) throw new Error(`the feed is at ${last} of ${page.latest_sequence}`);
    return messages;
  }, 30_000);
}

/** Where nothing came after the snapshot, that it is up to date is for the feed before it to say. */
async function sequenceBefore(directoryId: string, after: string): Promise<number> {
  const { events, next_after } = (await app.feed(`directory_id=${directoryId}&limit=1000`)).body;
  return next_after === after ? (events.at(-1)?.sequence ?? 0) : -1;
}

type Step =
  | { kind: 'create' | 'rename' | 'retitle' | 'deactivate' | 'activate' | 'delete'; user: number }
  | { kind: 'create-group' | 'rename-group' | 'delete-group'; group: number }
  | { kind: 'join' | 'leave'; user: number; group: number };

/** An IdP that sends what it is told, whether or not it makes sense: refusals change nothing. */
class IdentityProvider {
  private readonly ids = new Map<string, string>();
  private count = 0;

  constructor(private readonly directory: Directory) {}

  async run(step: Step): Promise<void> {
    const n = ++this.count;
    if ('user' in step && step.kind === 'create')
      return await this.create('Users', `u${step.user}`, { title: `t${n}` });
    if (step.kind === 'create-group') return await this.create('Groups', `g${step.group}`, {});
    const name = 'group' in step ? `g${step.group}` : `u${step.user}`;
    const id = this.ids.get(name);
    if (id === undefined) return;
    const path = 'group' in step ? `Groups/${id}` : `Users/${id}`;
    if (step.kind === 'delete' || step.kind === 'delete-group') {
      await app.scim(this.directory, 'DELETE', path);
      return;
    }
    const Operations = [this.operation(step, n)];
    await app.scim(this.directory, 'PATCH', path, { Operations });
  }

  private operation(step: Step, n: number): object {
    switch (step.kind) {
      case 'rename':
        // Names that others have, had, or want back.
        return { op: 'replace', path: 'userName', value: `u${n % 7}` };
      case 'retitle':
        return { op: 'replace', path: 'title', value: `t${n}` };
      case 'rename-group':
        return { op: 'replace', path: 'displayName', value: `group ${n}` };
      case 'join':
      case 'leave': {
        const value = [{ value: this.ids.get(`u${step.user}`) ?? 'nobody' }];
        return { op: step.kind === 'join' ? 'add' : 'remove', path: 'members', value };
      }
      default:
        return { op: 'replace', path: 'active', value: step.kind === 'activate' };
    }
  }

  private async create(kind: 'Users' | 'Groups', name: string, more: object): Promise<void> {
    const resource = { userName: name, externalId: name, displayName: name, ...more };
    const reply = await app.scim(this.directory, 'POST', kind, resource);
    if (reply.status === 201) this.ids.set(name, reply.body.id);
  }
}

const user = fc.nat(4);
const group = fc.nat(2);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('create' as const), user }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('rename', 'retitle', 'deactivate', 'activate', 'delete' as const),
      user,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('create-group', 'rename-group', 'delete-group' as const), group }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('join', 'leave' as const), user, group }) },
);

/** Any order, and some of them twice. */
function scramble(messages: Message[], keys: number[]): Message[] {
  const key = (index: number) => keys[index % keys.length]! + index / 1_000;
  const all = messages.flatMap((message, index) =>
    keys[index % keys.length]! % 3 === 0 ? [message, message] : [message],
  );
  return all
    .map((message, index) => ({ message, at: key(index) }))
    .sort((a, b) => a.at - b.at)
    .map(({ message }) => message);
}

const START: Step[] = [0, 1, 2].flatMap((n) => [
  { kind: 'create', user: n },
  { kind: 'create-group', group: n },
  { kind: 'join', user: n, group: n },
]);

/** Writes to a new directory, and compares it with what a consumer of each kind has at the end. */
async function check(writers: Step[][], when: number, keys: number[], atOnce: boolean): Promise<void> {
  const directory = await app.directory();
  const idp = new IdentityProvider(directory);
  for (const first of START) await idp.run(first);
  let begun: Promise<{ after: string; lines: Message[] }> | undefined;
  const write = async (steps: Step[]) => {
    const sent: Promise<void>[] = [];
    for (const [index, one] of steps.entries()) {
      if (index === when) begun ??= snapshot(directory);
      const request = idp.run(one);
      sent.push(request);
      if (!atOnce) await request;
    }
    await Promise.all(sent);
  };
  await Promise.all(writers.map(write));
  const { after, lines } = await (begun ?? snapshot(directory));
  const [rest, everything, wanted] = [await feed(directory, after), await feed(directory, ''), await truth(directory)];

  const reconciled = new Consumer();
  for (const message of [...lines, ...rest]) reconciled.take(message);
  expect(reconciled.state()).toEqual(wanted);

  const listening = new Consumer();
  for (const message of scramble(everything, keys)) listening.take(message);
  expect(listening.state()).toEqual(wanted);

  // A snapshot that is applied while webhooks from before and after it still come in.
  const both = new Consumer();
  for (const message of scramble([...everything, ...lines], keys)) both.take(message);
  expect(both.state()).toEqual(wanted);
}

it(
  'has what the directory has: from a snapshot and the feed, and from webhooks in any order and any number',
  async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        // Three writers at once, and a snapshot begun in the middle of it.
        fc.tuple(
          fc.array(step, { minLength: 4, maxLength: 9 }),
          fc.array(step, { minLength: 4, maxLength: 9 }),
          fc.array(step, { minLength: 4, maxLength: 9 }),
        ),
        fc.nat(8),
        fc.array(fc.nat(100), { minLength: 13, maxLength: 37 }),
        async (writers, when, keys) => {
          await check(writers, when, keys, false);
          // The same script with all requests at once, so that they meet in one transaction.
          await check(writers, when, keys, true);
          runs++;
        },
      ),
      { numRuns: SCRIPTS, interruptAfterTimeLimit: SCRIPTS * 1_500 },
    );
    console.log(`${runs} of ${SCRIPTS} scripts were played`);
    expect(runs).toBeGreaterThan(0);
  },
  60_000 + SCRIPTS * 3_000,
);

it('has what the directory has, with real deliveries that fail after they were taken, and a resync among them', async () => {
  const directory = await app.directory();
  const receiver = await Receiver.start();
  const consumer = new Consumer();
  receiver.answer = ({ rawBody }, index) => {
    const message = JSON.parse(rawBody.toString()) as Message;
    // What is lost on the way there, and what is lost on the way back.
    if (index % 5 === 1) return { reset: true };
    consumer.take(message);
    return { status: index % 3 === 1 ? 500 : 200 };
  };
  const { endpoint } = (await app.post('webhook_endpoints', { url: receiver.url, directory_id: directory.directoryId }))
    .body;
  const idp = new IdentityProvider(directory);
  for (const [index, one] of fc.sample(step, { numRuns: 120, seed: 7 }).entries()) {
    if (index < 5) await idp.run({ kind: 'create', user: index });
    if (index < 3) await idp.run({ kind: 'create-group', group: index });
    if (index === 60) {
      const asked = await app.post(`${directory.path}:resync`, { endpoint_id: endpoint.id });
      expect(asked.status).toBe(200);
    }
    await idp.run(one);
  }
  await until(async () => expect(consumer.state()).toEqual(await truth(directory)), 60_000);
  await receiver.next(({ rawBody }) => rawBody.includes('directory.sync_completed'), 60_000);
  await until(async () => expect(consumer.state()).toEqual(await truth(directory)), 60_000);
  await app.delete(`webhook_endpoints/${endpoint.id}`);
  await receiver.close();
}, 180_000);
