import { isDeepStrictEqual } from 'node:util';
import { groupVersion } from '#directory';
import { Random } from '../chaos/random.js';
import { type ManagementClient } from '../e2e/management-client.js';
import { until } from '../support/index.js';
import { Connection, groupShown, userShown } from './connection.js';
import { feedProblems, type SequencedEvent } from './feed-invariants.js';
import { Generator, type Known } from './generator.js';
import { linearize } from './linearization.js';
import { groupFacts, ModelState, userFacts, userShown as modelShown, versionOf } from './model.js';
import { type Exchange, type Operation } from './operation.js';

const CONNECTIONS = 8;
const BURSTS = 8;

interface RawEvent {
  type: string;
  sequence: number;
  data: Record<string, unknown> & { id: string; version: number };
  previous_attributes?: Record<string, unknown>;
}

type Resource = Record<string, unknown> & { id: string; meta: { version: string } };

/** Bursts of overlapping requests against a directory of its own. After each burst everything is read, and has to fit some order. */
export class Round {
  private readonly random: Random;
  private readonly generator: Generator;
  private readonly events: SequencedEvent[] = [];
  private readonly problems: string[] = [];
  /** Every state that the directory can be in, as far as anybody outside can tell. */
  private states: ModelState[] = [new ModelState()];
  private connections: Connection[] = [];
  private after = '';
  /** How often each status was answered. */
  readonly statuses = new Map<number, number>();

  constructor(
    private readonly app: ManagementClient,
    seed: number,
  ) {
    this.random = new Random(seed);
    this.generator = new Generator(this.random.fork('requests'));
  }

  /** @returns everything that is wrong; nothing where all fits */
  async run(): Promise<string[]> {
    const directory = await this.app.directory();
    const base = `/directory/${directory.directoryId}/scim/v2`;
    this.connections = Array.from(
      { length: CONNECTIONS },
      (_, index) => new Connection(this.app.api.url, base, directory.secret, index),
    );
    try {
      for (let burst = 1; burst <= BURSTS && this.problems.length === 0; burst++)
        await this.burst(burst, directory.directoryId);
      await this.compareRest(directory.path);
    } finally {
      await Promise.all(this.connections.map((connection) => connection.close()));
    }
    return this.problems;
  }

  private async burst(number: number, directoryId: string): Promise<void> {
    const known = this.known();
    const exchanges = (await Promise.all(this.connections.map((connection) => this.write(connection, known)))).flat();
    for (const { answer } of exchanges) this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1);
    const news = await this.readFeed(directoryId);
    const problems = feedProblems(this.events);
    const { states, explanation } = linearize(
      this.states,
      exchanges,
      news.map(({ sequence: _, ...event }) => event),
      number,
    );
    const stored = await this.readScim();
    const fitting = states.filter((state) => isDeepStrictEqual(shownOf(state), stored));
    if (states.length === 0) problems.push(`no order of the requests fits; ${explanation}`);
    else if (fitting.length === 0) {
      const expected = states.map((state) => JSON.stringify(shownOf(state))).join('\n  or ');
      problems.push(`SCIM shows ${JSON.stringify(stored)}\n  where the model has ${expected}`);
    }
    this.problems.push(...problems.map((problem) => `burst ${number}: ${problem}`));
    this.states = fitting;
  }

  private async write(connection: Connection, known: Known): Promise<Exchange[]> {
    const exchanges: Exchange[] = [];
    const mine = { users: [...known.users], groups: [...known.groups] };
    for (let count = this.random.between(1, 2); count > 0; count--) {
      const operation: Operation = this.generator.next({ ...known, ...mine });
      const exchange = await connection.send(operation);
      exchanges.push(exchange);
      if (exchange.answer.status === 201)
        mine[operation.kind === 'create-user' ? 'users' : 'groups'].push(exchange.answer.id!);
    }
    return exchanges;
  }

  private known(): Known {
    const state = this.states[0]!;
    const users = [...state.users.values()];
    const versions = new Map(users.map((user) => [user.id, versionOf(state, user)]));
    for (const group of state.groups.values()) versions.set(group.id, groupVersion(group));
    return {
      users: users.filter(({ deletedIn }) => deletedIn === null).map(({ id }) => id),
      leavers: users.filter(({ deletedIn }) => deletedIn !== null).map(({ id }) => id),
      groups: [...state.groups.keys()],
      versions,
    };
  }

  /** Everything that the feed has not shown yet: events wait there for every older transaction of the whole server. */
  private async readFeed(directoryId: string): Promise<SequencedEvent[]> {
    const news: SequencedEvent[] = [];
    await until(async () => {
      const page = (await this.app.get(`events?directory_id=${directoryId}&limit=1000&after=${this.after}`)).body;
      news.push(...(page.events as RawEvent[]).map(eventOf));
      this.after = page.next_after;
      const last = news.at(-1)?.sequence ?? this.events.at(-1)?.sequence ?? 0;
      if (last < page.latest_sequence) throw new Error(`the feed is at ${last} of ${page.latest_sequence}`);
    }, 30_000);
    this.events.push(...news);
    return news;
  }

  private async readScim(): Promise<object> {
    const list = async (type: string) =>
      ((await this.connections[0]!.get(`${type}?count=200`)) as { Resources: Resource[] }).Resources;
    const [users, groups] = [await list('Users'), await list('Groups')];
    const members = (group: Resource) =>
      ((group['members'] ?? []) as { value: string }[]).map(({ value }) => value).sort();
    return {
      users: byId(users, (user) => ({ ...userShown(user), version: user.meta.version })),
      groups: byId(groups, (group) => ({ ...groupShown(group), members: members(group), version: group.meta.version })),
    };
  }

  /** What applications read, leavers included; and the last event of each user and group has to say the same. */
  private async compareRest(path: string): Promise<void> {
    const state = this.states[0];
    if (state === undefined) return;
    const { users } = (await this.app.get(`${path}/users?page_size=100&include_detail=true`)).body;
    const { groups } = (await this.app.get(`${path}/groups?page_size=100`)).body;
    const shown = {
      users: byId(
        (users as { user_detail: RawEvent['data'] }[]).map(({ user_detail }) => user_detail),
        (user) => ({ ...factsOf(user), version: user.version }),
      ),
      groups: byId(groups as { id: string; display_name: string }[], ({ display_name }) => display_name),
    };
    const expected = {
      users: byId([...state.users.values()], (user) => ({ ...userFacts(state, user), version: user.version })),
      groups: byId([...state.groups.values()], ({ displayName }) => displayName),
    };
    if (!isDeepStrictEqual(shown, expected)) {
      this.problems.push(`REST shows ${JSON.stringify(shown)}\n  where the model has ${JSON.stringify(expected)}`);
    }
    this.problems.push(...this.lastWords(state));
  }

  private lastWords(state: ModelState): string[] {
    const last = new Map(this.events.map((event) => [event.id, event]));
    const problems: string[] = [];
    for (const user of state.users.values()) {
      const event = last.get(user.id);
      // What receivers do not know as present may change without an event.
      if (!user.announced) continue;
      const facts = userFacts(state, user);
      const ids = ({ groups, ...rest }: Record<string, unknown>) => ({
        ...rest,
        groups: (groups as string[]).map((group) => group.split(' ')[0]),
      });
      if (event !== undefined && isDeepStrictEqual(ids(event.data), ids(facts))) continue;
      problems.push(
        `the last event of ${user.id} says ${JSON.stringify(event)}, the state is ${JSON.stringify(facts)}`,
      );
    }
    for (const group of state.groups.values()) {
      const event = last.get(group.id);
      if (event !== undefined && isDeepStrictEqual(event.data, groupFacts(group))) continue;
      problems.push(
        `the last event of ${group.id} says ${JSON.stringify(event)}, the state is ${JSON.stringify(group)}`,
      );
    }
    return problems;
  }
}

function shownOf(state: ModelState): object {
  const users = [...state.users.values()].filter(({ deletedIn }) => deletedIn === null);
  return {
    users: byId(users, (user) => ({ ...modelShown(state, user), version: `W/"${versionOf(state, user)}"` })),
    groups: byId([...state.groups.values()], ({ displayName, externalId, members, references, revision }) => ({
      displayName,
      externalId,
      members: [...members, ...references].sort(),
      version: `W/"${revision}"`,
    })),
  };
}

function byId<T extends { id: string }>(items: readonly T[], view: (item: T) => unknown): Record<string, unknown> {
  return Object.fromEntries([...items].sort((a, b) => (a.id < b.id ? -1 : 1)).map((item) => [item.id, view(item)]));
}

const USER_FACTS = ['preferred_username', 'external_id', 'title', 'active', 'groups'];
const GROUP_FACTS = ['display_name', 'external_id'];

function eventOf({ type, sequence, data, previous_attributes }: RawEvent): SequencedEvent {
  return {
    type: type.replace('organization.directory.', ''),
    sequence,
    id: data.id,
    version: data.version,
    data: factsOf(data),
    previous: previous_attributes === undefined ? undefined : factsOf(previous_attributes),
  };
}

/** Of what an event or REST says, what the model has an opinion on. */
function factsOf(data: Record<string, unknown>): Record<string, unknown> {
  const isGroup = 'display_name' in data || String(data['id']).startsWith('dirgroup_');
  const facts: Record<string, unknown> = {};
  for (const key of isGroup ? GROUP_FACTS : USER_FACTS) {
    if (!(key in data)) continue;
    const value = data[key];
    facts[key] = Array.isArray(value) ? value.map(({ id, name }) => `${id} ${name}`).sort() : value;
  }
  return facts;
}
