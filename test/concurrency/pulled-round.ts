import { type Pool } from 'pg';
import { type ManagementClient } from '../e2e/management-client.js';
import { PulledDirectory, type Sync } from '../e2e/pulled-directory.js';
import { bobEmployee, HiBobEmulator } from '../emulators/hibob/hibob-emulator.js';
import { until } from '../support/index.js';

const LOYAL = Array.from({ length: 8 }, (_, at) => `loyal${at}`);
const MOVERS = Array.from({ length: 24 }, (_, at) => `mover${at}`);
const TURNS = 14;
/** What an answer may be, whatever meets it. */
const EXPECTED = new Set([200, 202, 404, 409]);

/** A number from 0 up to below 1; the same ones again for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Requests about the syncs of one directory that meet each other, workers that lose their syncs to others, and a source that fails and
 * changes its mind. In one half of the rounds the loyal people vanish from the source for a while, and nobody approves anything.
 */
export class PulledRound {
  private readonly random: () => number;
  private readonly bob = new HiBobEmulator();
  private readonly approves: boolean;
  private readonly syncs: string[] = [];
  private readonly problems: string[] = [];
  private readonly said: string[] = [];
  private directory!: PulledDirectory;

  constructor(
    private readonly client: ManagementClient,
    private readonly pool: Pool,
    seed: number,
  ) {
    this.random = randomOf(seed);
    this.approves = seed % 2 === 0;
  }

  /** @returns what went wrong */
  async run(): Promise<string[]> {
    await this.bob.listen();
    this.bob.remaining = Infinity;
    try {
      for (const id of [...LOYAL, ...MOVERS]) this.put(id);
      this.directory = await PulledDirectory.create(this.client, 'HIBOB');
      await this.connect();
      await this.directory.sync();
      for (let turn = 0; turn < TURNS; turn += 1) {
        this.changeSource();
        const together = 1 + Math.floor(this.random() * 4);
        await Promise.all(Array.from({ length: together }, () => this.act()));
      }
      await this.settle();
      await this.leaveNothingBehind();
    } finally {
      await this.bob.close();
    }
    return this.problems.length === 0 ? [] : [...this.problems, `acts: ${this.said.join(', ')}`];
  }

  private put(id: string, more: object = {}): void {
    const department = this.random() < 0.5 ? 'Research' : 'Sales';
    this.bob.people.put(bobEmployee(id, ['P', id], { 'work.department': department, ...more }));
  }

  private connect(schedule = 'off') {
    return this.directory.connect({ ...this.bob.settings, groups_from: ['department'] }, this.bob.secrets, schedule);
  }

  private pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)]!;
  }

  private changeSource(): void {
    const chance = this.random();
    this.bob.faults.clear();
    if (chance < 0.2) this.bob.faults.add({ kind: this.pick(['cut', 'half'] as const) }, { when: 'search' });
    else if (chance < 0.5) {
      for (let count = 0; count < 3; count += 1)
        this.put(this.pick(MOVERS), { 'internal.status': this.pick(['Active', 'Inactive']) });
    } else if (chance < 0.65) for (const id of MOVERS.slice(0, 14)) this.bob.people.remove(id);
    else if (chance < 0.8) for (const id of MOVERS) this.put(id);
    else if (!this.approves)
      for (const id of LOYAL)
        if (chance < 0.9) this.bob.people.remove(id);
        else this.put(id);
  }

  private async act(): Promise<void> {
    const acts: Record<string, () => Promise<number>> = {
      sync: () => this.start({}),
      dryRun: () => this.start({ dry_run: true }),
      cancel: () => this.decide('cancel'),
      reject: () => this.decide('reject'),
      approve: () => (this.approves ? this.decide('approve') : this.decide('reject')),
      save: async () => (await this.connect()).status,
      test: async () => (await this.directory.post('connection:test')).status,
      list: async () => (await this.directory.get('syncs?page_size=2')).status,
      disable: () => this.switch('disable'),
      enable: () => this.switch('enable'),
      steal: async () => {
        // As if the process had fallen silent, though it has not: another one takes the sync up beside it.
        await this.pool.query(
          `UPDATE syncs SET lease_until = now() - interval '1 second' WHERE directory_id = $1 AND state = 'running'`,
          [this.directory.id],
        );
        return 200;
      },
    };
    const name = this.pick(['sync', 'sync', ...Object.keys(acts), 'enable']);
    const status = await acts[name]!();
    this.said.push(`${name} ${status}`);
    if (!EXPECTED.has(status)) this.problems.push(`${name} is answered with ${status}`);
  }

  private async start(body: object): Promise<number> {
    const reply = await this.directory.post(':sync', body);
    if (reply.status === 202) this.syncs.push(reply.body.sync.id as string);
    return reply.status;
  }

  private async decide(what: string): Promise<number> {
    const waiting = (await this.directory.get('syncs?page_size=50')).body.syncs.filter(
      ({ state }: Sync) => state === 'needs_review',
    );
    const id: string | undefined = waiting[0]?.id ?? this.syncs.at(-1);
    return id === undefined ? 404 : (await this.directory.post(`syncs/${id}:${what}`)).status;
  }

  private async switch(verb: 'enable' | 'disable'): Promise<number> {
    return (await this.client.call('PATCH', `/api/v1/${this.directory.path}:${verb}`)).status;
  }

  private async open(): Promise<Sync[]> {
    return (await this.directory.get('syncs?page_size=50')).body.syncs.filter(({ state }: Sync) =>
      ['queued', 'running', 'needs_review'].includes(state as string),
    );
  }

  /** Everything is as it should be again: then nothing waits, and everybody is as the source says. */
  private async settle(): Promise<void> {
    this.bob.faults.clear();
    for (const id of LOYAL) this.put(id);
    await this.switch('enable');
    await this.connect();
    for (const { id, state } of await this.open())
      if (state === 'needs_review') await this.directory.post(`syncs/${id}:reject`);
    await until(async () => {
      const open = await this.open();
      if (open.length > 0) throw new Error(`a sync is ${open[0].state}: ${JSON.stringify(open[0])}`);
    }, 40_000).catch((error: Error) => this.problems.push(`freeze: ${error.message}`));
    let last = await this.directory.sync();
    for (let tries = 0; tries < 3 && last.state === 'needs_review'; tries += 1) {
      await this.directory.post(`syncs/${last.id}:approve`);
      last = await this.directory.over(last.id as string);
    }
    if (last.state !== 'succeeded') this.problems.push(`the last sync is ${JSON.stringify(last)}`);
    const listed = [...this.bob.people.all()]
      .filter(({ fields }) => fields['internal.status'] === 'Active')
      .map(({ id }) => id)
      .sort();
    const { rows } = await this.pool.query<{ id: string }>(
      'SELECT external_id AS id FROM users WHERE directory_id = $1 AND active ORDER BY 1',
      [this.directory.id],
    );
    const present = rows.map(({ id }) => id).sort();
    if (present.join() !== listed.join()) this.problems.push(`present are ${present.join()}, listed ${listed.join()}`);
    const { rows: mistakes } = await this.pool.query<{ body: string }>(
      `SELECT body::text FROM events WHERE directory_id = $1 AND type LIKE '%.user_deleted' AND body::text ~ 'p\\.loyal'`,
      [this.directory.id],
    );
    for (const { body } of mistakes) this.problems.push(`deactivated by mistake: ${body}`);
  }

  /** A directory that is deleted while its sync runs has no sync that goes on. */
  private async leaveNothingBehind(): Promise<void> {
    for (const id of MOVERS) this.put(id, { 'work.title': 'Changed' });
    const [started, deleted] = await Promise.all([
      this.start({}),
      this.client.call('DELETE', `/api/v1/${this.directory.path}`),
    ]);
    if (![202, 404, 409].includes(started) || ![200, 204].includes(deleted.status))
      this.problems.push(`sync and DELETE are answered with ${started} and ${deleted.status}`);
    await until(async () => {
      const { rows } = await this.pool.query<{ state: string }>(
        `SELECT state FROM syncs WHERE directory_id = $1 AND state IN ('queued', 'running', 'needs_review')`,
        [this.directory.id],
      );
      if (rows.length > 0) throw new Error(`a sync of the deleted directory is ${rows[0]!.state}`);
    }, 40_000).catch((error: Error) => this.problems.push(error.message));
  }
}
