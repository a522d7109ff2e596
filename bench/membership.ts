/**
 * `npm run bench:membership`: groups. Filling one with 100 members a PATCH, and a PATCH of one member of a small and of a large group.
 * BENCH_USERS (100000) people; each member announces an update. JSON at the end.
 */
import './help.js';
import { Broker, type Directory } from './broker.js';
import { percentile } from './measure.js';

const USERS = Number(process.env['BENCH_USERS'] ?? 100_000);
const SAMPLES = 200;

const progress = (text: string) => process.stderr.write(`  ${text}\n`);

async function createUsers(directory: Directory): Promise<string[]> {
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
  return ids;
}

const change = (op: 'add' | 'remove', ids: string[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [
    op === 'add'
      ? { op, path: 'members', value: ids.map((value) => ({ value })) }
      : { op, path: `members[value eq "${ids[0]}"]` },
  ],
});

/** @returns members a second */
async function fill(directory: Directory, group: string, ids: string[]): Promise<number> {
  const start = performance.now();
  for (let n = 0; n < ids.length; n += 100) {
    await directory.scim('PATCH', `/Groups/${group}`, change('add', ids.slice(n, n + 100)));
    if (n % 10_000 === 0) progress(`${n} of ${ids.length} members`);
  }
  return (ids.length * 1_000) / (performance.now() - start);
}

/** One member leaves, the same comes back; one at a time, after a warm-up. */
async function patchOne(directory: Directory, group: string, ids: string[]): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < SAMPLES + 20; n++) {
    const member = [ids[n % ids.length]!];
    for (const op of ['remove', 'add'] as const) {
      const start = performance.now();
      await directory.scim('PATCH', `/Groups/${group}`, change(op, member));
      if (n >= 20) times.push(performance.now() - start);
    }
  }
  return times;
}

const broker = await Broker.start();
try {
  const directory = await broker.createDirectory();
  const ids = await createUsers(directory);
  const group = async (displayName: string) =>
    (await directory.scim<{ id: string }>('POST', '/Groups', { displayName })).id;
  const [small, large] = [await group('Small'), await group('Large')];
  await fill(directory, small, ids.slice(0, 100));
  const rate = await fill(directory, large, ids);
  progress('one member at a time');
  const inSmall = await patchOne(directory, small, ids.slice(0, 100));
  const inLarge = await patchOne(directory, large, ids);
  const p50 = (times: number[]) => Number(percentile(times, 50).toFixed(2));
  const report = {
    users: USERS,
    filling_members_per_second: Math.round(rate),
    filling_target: '>= 5000/s',
    patch_of_one_member_ms: { group_of_100: p50(inSmall), [`group_of_${USERS}`]: p50(inLarge) },
    ratio: Number((p50(inLarge) / p50(inSmall)).toFixed(2)),
    patch_target: '<= 4 ms, ratio <= 1.3',
  };
  console.log(JSON.stringify(report, null, 2));
} finally {
  await broker.stop();
}
