/**
 * `npm run bench:scim`: how long one SCIM request takes in a large directory, at a steady 25 requests a second (what Entra asks of a
 * gallery app, and the bar of docs/scim.md: p99 under 100 ms). BENCH_USERS (100000) people, BENCH_SECONDS (10) a figure.
 */
import './help.js';
import { Broker, type Directory } from './broker.js';
import { openLoop, percentile } from './measure.js';

const USERS = Number(process.env['BENCH_USERS'] ?? 100_000);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 10);
const GROUPS = 100;

const progress = (text: string) => process.stderr.write(`  ${text}\n`);

async function fill(directory: Directory): Promise<string[]> {
  const ids: string[] = [];
  let next = 0;
  const loop = async () => {
    while (next < USERS) {
      const n = next++;
      ids[n] = (await directory.createUser(`user${n}`)).id;
      if (n % 10_000 === 0) progress(`${n} of ${USERS} users`);
    }
  };
  await Promise.all(Array.from({ length: 50 }, loop));
  for (let n = 0; n < GROUPS; n++) {
    const members = ids.slice(n * 100, n * 100 + 100).map((value) => ({ value }));
    await directory.scim('POST', '/Groups', { displayName: `Group ${n}`, members });
  }
  return ids;
}

const broker = await Broker.start();
try {
  const directory = await broker.createDirectory();
  const ids = await fill(directory);
  const someone = () => Math.floor(Math.random() * USERS);
  const query = (filter: string) => `/Users?filter=${encodeURIComponent(filter)}`;
  const { Resources: groups } = await directory.scim<{ Resources: { id: string }[] }>(
    'GET',
    '/Groups?count=100&excludedAttributes=members',
  );
  const figures: [string, (n: number) => Promise<unknown>][] = [
    ['GET one user', () => directory.scim('GET', `/Users/${ids[someone()]}`)],
    ['filter userName eq', () => directory.scim('GET', query(`userName eq "USER${someone()}@example.com"`))],
    ['filter externalId eq', () => directory.scim('GET', query(`externalId eq "ext-user${someone()}"`))],
    [
      'filter emails[type eq "work"].value eq',
      () => directory.scim('GET', query(`emails[type eq "work"].value eq "user${someone()}@example.com"`)),
    ],
    ['list of 100, first page', () => directory.scim('GET', '/Users?startIndex=1&count=100')],
    [
      'list of 100, somewhere in the middle',
      () => directory.scim('GET', `/Users?startIndex=${someone() + 1}&count=100`),
    ],
    ['list of 100, last page', () => directory.scim('GET', `/Users?startIndex=${USERS - 99}&count=100`)],
    [
      'group without members',
      (n) => directory.scim('GET', `/Groups/${groups[n % GROUPS]!.id}?excludedAttributes=members`),
    ],
    ['create', (n) => directory.createUser(`late${n}`)],
    [
      'PATCH one attribute',
      (n) =>
        directory.scim('PATCH', `/Users/${ids[someone()]}`, {
          Operations: [{ op: 'replace', path: 'title', value: `t${n}` }],
        }),
    ],
    [
      'PATCH one member into a group',
      (n) =>
        directory.scim('PATCH', `/Groups/${groups[n % GROUPS]!.id}`, {
          Operations: [{ op: 'add', path: 'members', value: [{ value: ids[someone()] }] }],
        }),
    ],
  ];
  console.log(`${USERS} users, ${GROUPS} groups of 100, 25 requests/s\n\n| request | p50 | p99 |\n| --- | --- | --- |`);
  for (const [name, request] of figures) {
    progress(name);
    const times: number[] = [];
    await openLoop(25, SECONDS, async (n) => {
      const start = performance.now();
      await request(n);
      times.push(performance.now() - start);
    });
    console.log(`| ${name} | ${percentile(times, 50).toFixed(1)} ms | ${percentile(times, 99).toFixed(1)} ms |`);
  }
} finally {
  await broker.stop();
}
