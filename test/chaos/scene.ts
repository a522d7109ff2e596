import { expect } from 'vitest';
import { until } from '../support/index.js';
import { FeedFollower } from './feed-follower.js';
import { HttpClient } from './http-client.js';
import { IdentityProvider, type Ledger, newLedger } from './identity-provider.js';
import { announcement, NOBODY, patchBody, type Person, userResource } from './person.js';
import { type Random } from './random.js';
import { settings } from './run-settings.js';
import { type Inbox } from './verifying-receiver.js';
import { type World } from './world.js';

/** Of a load, and of its neighbour: transactions of two directories are what commits in another order than it began. */
const CLIENTS = 4;
const CLIENTS_BESIDE = 3;
const PEOPLE_EACH = 12;
const GROUPS_EACH = 2;

const AT_ONCE = 64;

const ACCEPTED_WITHIN_MS = 120_000;

/** Load that goes on until it is stopped. */
export interface RunningLoad {
  /** Resolves when about as many changes as the settings say have been accepted since this call; the seed says how many. */
  goesOn(): Promise<void>;
  /** Resolves when every client has ended what it had begun. */
  stop(): Promise<void>;
}

/** One directory, its identity provider's view of it, and the endpoint that hears about it. */
export class Scene {
  readonly ledger: Ledger = newLedger();
  /** So that no two names of people or groups are alike. */
  private created = 0;
  private readonly stopping = new AbortController();
  /** Reads the feed from the beginning of a load on. */
  follower: FeedFollower | undefined;
  /** Another directory, changed at the same time. */
  neighbour: Scene | undefined;

  private constructor(
    readonly world: World,
    readonly organizationId: string,
    readonly directoryId: string,
    readonly endpointId: string,
    readonly inbox: Inbox,
    readonly scim: { client: HttpClient; base: string },
  ) {}

  static async create(world: World, name: string): Promise<Scene> {
    const { rest } = world;
    const { organization } = await rest.must<{ organization: { id: string } }>('POST', '/api/v1/organizations', {
      display_name: name,
    });
    const base = `/api/v1/organizations/${organization.id}/directories`;
    const { directory } = await rest.must<{ directory: { id: string } }>('POST', base, {
      directory_type: 'SCIM',
      directory_provider: 'GENERIC',
    });
    const { plain_secret } = await rest.must<{ plain_secret: string }>('POST', `${base}/${directory.id}/secrets`);
    const { inbox, setSecret } = world.receiver.open(directory.id);
    const { endpoint } = await rest.must<{ endpoint: { id: string; secret: string } }>(
      'POST',
      '/api/v1/webhook_endpoints',
      { url: inbox.url, directory_id: directory.id },
    );
    setSecret(endpoint.secret);
    const scim = {
      client: new HttpClient(world.url, plain_secret),
      base: `/directory/${directory.id}/scim/v2`,
    };
    return new Scene(world, organization.id, directory.id, endpoint.id, inbox, scim);
  }

  /**
   * Several clients side by side, each with people and groups of its own, a consumer of the feed, and a receiver that does not always
   * answer well: what is retried meets what is killed. Once per scene.
   */
  async load(random: Random): Promise<RunningLoad> {
    this.neighbour = await this.world.scene('beside');
    this.follower = this.neighbour.follower = new FeedFollower(this.world.rest);
    const clients = [
      ...(await this.providers(random, CLIENTS)),
      ...(await this.neighbour.providers(random.fork('beside'), CLIENTS_BESIDE)),
    ];
    const { signal } = this.stopping;
    const running = Promise.all(clients.map((client) => client.run(signal)));
    const { tally } = this.ledger;
    return {
      goesOn: () => {
        const enough = tally.accepted + settings().changes * (0.5 + random.next());
        return until(() => expect(tally.accepted).toBeGreaterThanOrEqual(enough), ACCEPTED_WITHIN_MS);
      },
      stop: async () => {
        this.stopping.abort();
        await running;
      },
    };
  }

  private async providers(random: Random, count: number): Promise<IdentityProvider[]> {
    this.inbox.trouble = random.fork('receiver');
    const clients: IdentityProvider[] = [];
    for (let n = 0; n < count; n++) {
      const name = `c${this.created++}`;
      const people: Person[] = Array.from({ length: PEOPLE_EACH }, (_, index) => ({
        externalId: `${name}-p${index}`,
        state: NOBODY,
      }));
      const groups: string[] = [];
      for (let index = 0; index < GROUPS_EACH; index++) groups.push(await this.createGroup(`${name}-g${index}`));
      clients.push(new IdentityProvider(name, this.scim, random.fork(name), people, groups, this.ledger));
    }
    return clients;
  }

  async createGroup(displayName: string): Promise<string> {
    const group = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName };
    const { id } = await this.scim.client.must<{ id: string }>('POST', `${this.scim.base}/Groups`, group);
    return id;
  }

  /** Creates that many users, all of which must succeed. @returns their ids */
  async createPeople(count: number): Promise<string[]> {
    const prefix = `many${this.created++}`;
    const ids: string[] = [];
    const create = async () => {
      while (ids.length < count) {
        const externalId = `${prefix}-${ids.push('') - 1}`;
        const person = { externalId, state: { ...NOBODY, exists: true, active: true, title: externalId } };
        const body = userResource(externalId, externalId);
        const { id } = await this.scim.client.must<{ id: string }>('POST', `${this.scim.base}/Users`, body);
        this.ledger.people.push(person);
        this.ledger.ids.set(person, id);
        this.ledger.announced.set(id, [announcement('user_created', person.state)]);
        ids[Number(externalId.split('-')[1])] = id;
      }
    };
    // As many as share a transaction at the other side.
    await Promise.all(Array.from({ length: AT_ONCE }, create));
    return ids;
  }

  /** Puts people created by `createPeople` into a group, with one request that must succeed. */
  async addMembers(group: string, ids: string[]): Promise<void> {
    const value = ids.map((id) => ({ value: id }));
    await this.scim.client.must(
      'PATCH',
      `${this.scim.base}/Groups/${group}`,
      patchBody({ op: 'add', path: 'members', value }),
    );
    const added = new Set(ids);
    for (const person of this.ledger.people) {
      const id = this.ledger.ids.get(person);
      if (id === undefined || !added.has(id)) continue;
      person.state = { ...person.state, groups: [...person.state.groups, group] };
      this.ledger.announced.get(id)!.push(announcement('user_updated', person.state));
    }
  }

  /** Also ends a load that a failed test has left running. */
  close(): Promise<void> {
    this.stopping.abort();
    return this.scim.client.close();
  }
}
