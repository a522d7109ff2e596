// The source of `bench:sync`, as a thread: tells its parent how it is reached.
import { parentPort, workerData } from 'node:worker_threads';
import { GoogleEmulator } from '../test/emulators/google/google-emulator.js';
import { googleUser } from '../test/emulators/google/google-records.js';
import { WorkdayEmulator, workdayRow } from '../test/emulators/workday/workday-emulator.js';

export interface EmulatedSource {
  provider: string;
  settings: object;
  secrets: object;
}

const { source, users } = workerData as { source: string; users: number };
const GROUPS = 100;
const name = (at: number) => String(at).padStart(7, '0');

async function listen(): Promise<EmulatedSource> {
  if (source === 'workday') {
    const workday = await new WorkdayEmulator().listen();
    workday.rows.generate(users, (at) =>
      workdayRow(`w${name(at)}`, ['Person', name(at)], { Cost_Center_Name: `Center ${at % GROUPS}` }),
    );
    const settings = { ...workday.settings, groups_from: ['department'] };
    return { provider: 'WORKDAY', settings, secrets: workday.secrets };
  }
  const google = await new GoogleEmulator().listen();
  const person = (at: number) => googleUser(`g${name(at)}`, `person${name(at)}@acme.com`, ['Person', name(at)]);
  google.users.generate(users, person, (id) => Number(id.slice(1)));
  for (let group = 0; group < GROUPS; group += 1) {
    const members = Array.from({ length: Math.ceil(users / GROUPS / 5) }, (_, at) => ({
      id: `g${name((group + at * GROUPS) % users)}`,
      role: 'MEMBER' as const,
      type: 'USER' as const,
    }));
    google.groups.put({ id: `group${group}`, email: `group${group}@acme.com`, name: `Group ${group}`, members });
  }
  return { provider: 'GOOGLE', settings: google.settings, secrets: google.secrets };
}

parentPort!.postMessage(await listen());
