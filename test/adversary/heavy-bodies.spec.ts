import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GROUP_OF_MEMBERS, reseedMembers, seedMembers } from './large-group.js';
import { mostMs } from './expected-turns.js';
import { LoopProbe } from './loop-probe.js';
import { timesSlower } from './unit-of-work.js';
import { Victim } from './victim.js';
import { BASELINE, LARGE_USER, WORST_BODIES, type WorstBody } from './worst-bodies.js';

/** Each request is sent so often at most, until it was short enough once: on a busy machine anything takes long now and then. */
const ATTEMPTS = 8;

const probe = new LoopProbe();
let victim: Victim;
let base: string;
let token: string;
let ids: Record<string, string>;
let directoryPath: string;
let directoryId: string;

beforeAll(async () => {
  victim = await Victim.start(probe.environment);
  const organization = (await manage('/organizations', { display_name: 'Acme' })).organization as { id: string };
  const created = await manage(`/organizations/${organization.id}/directories`, {
    directory_type: 'SCIM',
    directory_provider: 'GENERIC',
  });
  const directory = (directoryId = (created.directory as { id: string }).id);
  directoryPath = `organizations/${organization.id}/directories/${directory}`;
  token = (await manage(`/${directoryPath}/secrets`)).plain_secret as string;
  base = `${victim.url}/directory/${directory}/scim/v2`;
  ids = { user: await idOf('/Users', LARGE_USER), group: await idOf('/Groups', { displayName: 'Engineering' }) };
  // Warm: what is compiled at the first request is no attack.
  for (const body of [BASELINE, ...WORST_BODIES.slice(0, 5)]) await send(body);
}, 120_000);

afterAll(async () => {
  await victim?.stop();
  probe.close();
});

async function manage(path: string, body?: object, method = 'POST'): Promise<Record<string, unknown>> {
  const answer = await fetch(`${victim.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${victim.apiKey}`, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}

async function idOf(path: string, body: object): Promise<string> {
  const { status, text } = await send({ name: '', method: 'POST', path, body: JSON.stringify(body) });
  if (status !== 201) throw new Error(`${path}: ${status} ${text}`);
  return (JSON.parse(text) as { id: string }).id;
}

async function send({ method, path, body }: WorstBody): Promise<{ status: number; text: string }> {
  const filled = (text: string) => text.replaceAll(/\$(user|group)/g, (_all, name: string) => ids[name]!);
  const answer = await fetch(base + filled(path), {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
    body: filled(body),
  });
  return { status: answer.status, text: await answer.text() };
}

/** The request holds the loop no longer than it may, in the speed that this machine has now. */
async function assertShort(name: string, request: () => Promise<void>): Promise<void> {
  const most = mostMs(name) * timesSlower();
  let best = Infinity;
  for (let attempt = 0; attempt < ATTEMPTS && best >= most; attempt++) {
    await probe.longestTurnMs(victim.pid);
    await request();
    best = Math.min(best, await probe.longestTurnMs(victim.pid));
  }
  console.log(`${name}: ${best.toFixed(1)} of ${most.toFixed(1)} ms`);
  expect(best).toBeLessThan(most);
}

const terms = (of: string, n: number) => Array.from({ length: 30 }, (_, i) => `${of} co "zq${n}x${i}"`).join(' or ');
const rules = (of: string) =>
  Array.from({ length: 33 }, (_, n) => ({ name: `rule${n}`, group: `group${n}`, filter: terms(of, n) }));
const mapping = (rest: object) =>
  Array.from({ length: 100 }, (_, n) => ({ key: `custom_attributes.c${n}`, map_to: 'title', ...rest }));
const LONG = { title: 'AbcdefgH'.repeat(31_000) };

/** What a directory may have at most, and the user that takes the most work with it. */
const HEAVY_SETTINGS: [what: string, settings: { rules?: object[]; attributes?: object[] }, user: object][] = [
  ['rules on a text of 248 KB', { rules: rules('title') }, LONG],
  [
    'rules on 200 addresses of 1 KB',
    { rules: rules('emails') },
    { emails: Array.from({ length: 200 }, (_, n) => ({ value: `${n}${'a'.repeat(1_000)}` })) },
  ],
  [
    'transforms of all fields',
    { attributes: mapping({ transforms: Array(10).fill('title_case') }) },
    { title: 'a b'.repeat(340) },
  ],
  ['copies of a text of 248 KB', { attributes: mapping({}) }, LONG],
  [
    'paths with filters over 200 values',
    { attributes: mapping({ map_to: `emails[${terms('display', 0)}].value` }).slice(0, 33) },
    { emails: Array.from({ length: 200 }, (_, n) => ({ value: `${n}`, display: 'y'.repeat(1_000) })) },
  ],
];

it.each(HEAVY_SETTINGS)('settings with %s: the loop is held for a moment only', async (what, settings, user) => {
  await manage(`/${directoryPath}/group_rules`, { rules: settings.rules ?? [] }, 'PUT');
  await manage(`/${directoryPath}/attributes`, { attributes: settings.attributes ?? [] }, 'PUT');
  let count = 0;
  await assertShort(`settings with ${what}`, async () => {
    await idOf('/Users', { userName: `${what}${++count}`, ...user });
  });
  await manage(`/${directoryPath}/group_rules`, { rules: [] }, 'PUT');
  await manage(`/${directoryPath}/attributes`, { attributes: [] }, 'PUT');
});

/** Bodies of REST that are as many values as 1 MiB holds, which no list of a route may have. */
const MANY_VALUES: [what: string, body: object][] = [
  [
    'a mapping',
    {
      attributes: Array.from({ length: 9_000 }, (_, n) => ({
        key: `custom_attributes.c${n}`,
        map_to: 'title',
        transforms: ['lowercase', 'trim'],
      })),
    },
  ],
  ['an unknown field', { attributes: [], other: Array.from({ length: 45_000 }, (_, n) => ({ n })) }],
];

it.each(MANY_VALUES)('%s of REST with too many values: the loop is held for a moment only', (what, body) =>
  assertShort(`${what} of REST`, async () => {
    const answer = await fetch(`${victim.url}/api/v1/${directoryPath}/attributes`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${victim.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(400);
  }),
);

/** Pages of 4 MiB, which the bodies of others filled. */
const PAGES: [what: string, path: () => string][] = [
  ['SCIM', () => `${base}/Users?count=1000`],
  ['REST', () => `${victim.url}/api/v1/${directoryPath}/users?page_size=100&include_detail=true`],
  ['the feed', () => `${victim.url}/api/v1/events?limit=1000`],
  ['a snapshot', () => `${victim.url}/api/v1/${directoryPath}/snapshot`],
];

describe('pages of users near the largest size', () => {
  beforeAll(async () => {
    for (let n = 0; n < 20; n++) {
      await idOf('/Users', { userName: `large${n}`, title: `${n}`.repeat(100_000), emails: [{ value: `${n}@x.org` }] });
    }
  });

  it.each(PAGES)('%s: the loop is held for a moment only', (what, path) =>
    assertShort(`a page of ${what}`, async () => {
      const bearer = path().startsWith(base) ? token : victim.apiKey;
      const answer = await fetch(path(), { headers: { authorization: `Bearer ${bearer}` } });
      expect(answer.status).toBe(200);
      expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(2_000_000);
    }),
  );
});

/** Of one group that has all of a large company in it; the rest is known by references alone. */
const MEMBERS = { users: 20_000, references: 80_000 };
const GROUP = `/Groups/${GROUP_OF_MEMBERS}`;
const WHOLE_GROUPS: [what: string, method: string, path: string, body?: object][] = [
  ['GET', 'GET', GROUP],
  ['a list', 'GET', '/Groups?count=10'],
  ['a search', 'POST', '/.search', { filter: 'displayName eq "All"' }],
  ['PUT', 'PUT', GROUP, { displayName: 'All' }],
  [
    'PATCH',
    'PATCH',
    `${GROUP}?attributes=members.value`,
    { Operations: [{ op: 'replace', path: 'displayName', value: 'All' }] },
  ],
];

/** How all of its members leave at once. */
const REMOVALS: [method: WorstBody['method'], body: string][] = [
  ['PATCH', '{"Operations":[{"op":"remove","path":"members"}]}'],
  ['PUT', '{"displayName":"All","members":[]}'],
  ['DELETE', ''],
];

describe('a group of 100,000 members', () => {
  beforeAll(() => seedMembers(victim.databaseUrl, directoryId, MEMBERS), 120_000);

  it.each(WHOLE_GROUPS)('as %s answers it: the loop is held for a moment only', (what, method, path, body) =>
    assertShort(`a group of 100,000 members by ${what}`, async () => {
      const answer = await fetch(base + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        body: body && JSON.stringify(body),
      });
      expect(answer.status).toBe(200);
      expect((await answer.text()).split('"value":').length - 1).toBe(MEMBERS.users + MEMBERS.references);
    }),
  );

  it.each(REMOVALS)('that all leave by %s: the loop is held for a moment only', (method, body) =>
    assertShort(`the members of a group leave by ${method}`, async () => {
      await reseedMembers(victim.databaseUrl, directoryId, MEMBERS);
      expect((await send({ name: method, method, path: GROUP, body })).status).toBeLessThan(300);
    }),
  );
});

it.each([BASELINE, ...WORST_BODIES])(
  '$name: the loop is held for a moment only',
  async (worst) => {
    expect(worst.body.length).toBeLessThanOrEqual(1_048_576);
    await assertShort(worst.name, async () => {
      expect((await send(worst)).status).toBeLessThan(500);
    });
  },
  60_000,
);
