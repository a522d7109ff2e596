import { setTimeout as wait } from 'node:timers/promises';
import { type Victim } from './victim.js';

/** What the REST API answers to the requests below, one of these at a time. */
interface Managed {
  organization: { id: string };
  directory: { id: string };
  plain_secret: string;
}

/** An identity provider of one directory at the victim's. */
export class Tenant {
  private made = 0;

  private constructor(
    readonly directoryId: string,
    readonly base: string,
    readonly secret: string,
  ) {}

  static async of(victim: Victim): Promise<Tenant> {
    const manage = async (path: string, body: object): Promise<Managed> => {
      const answer = await fetch(`${victim.url}/api/v1/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${victim.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as Managed;
    };
    const { organization } = await manage('organizations', { display_name: 'Acme' });
    const directories = `organizations/${organization.id}/directories`;
    const { directory } = await manage(directories, {});
    const { plain_secret } = await manage(`${directories}/${directory.id}/secrets`, {});
    return new Tenant(directory.id, `${victim.url}/directory/${directory.id}/scim/v2`, plain_secret);
  }

  async search(filter: string, signal?: AbortSignal): Promise<Response> {
    const answer = await fetch(`${this.base}/Users?filter=${encodeURIComponent(filter)}`, {
      headers: { authorization: `Bearer ${this.secret}` },
      ...(signal && { signal }),
    });
    await answer.arrayBuffer();
    return answer;
  }

  /** @returns the status */
  async create(): Promise<number> {
    const userName = `person${++this.made}.${this.directoryId}@example.com`;
    const answer = await fetch(`${this.base}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.secret}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName, active: true }),
    });
    await answer.arrayBuffer();
    return answer.status;
  }

  /** Creates, one after the other: how long each took, in milliseconds, and what was answered. */
  async createInTurn(count: number): Promise<{ times: number[]; statuses: number[] }> {
    const [times, statuses]: [number[], number[]] = [[], []];
    for (let n = 0; n < count; n++) {
      const asked = performance.now();
      statuses.push(await this.create());
      times.push(performance.now() - asked);
      await wait(1);
    }
    return { times, statuses };
  }
}

export interface Compared {
  /** How many times slower, at the median and at the 99th percentile. */
  slower: { p50: number; p99: number };
  /** What is asked beside the attack, in milliseconds. */
  beside: { p50: number; p99: number };
}

/** Prints how much slower the second is than the first. */
export function compare(what: string, quiet: number[], attacked: number[]): Compared {
  const [before, during] = [quiet, attacked].map((times) => times.toSorted((a, b) => a - b));
  const at = (sorted: number[], share: number) => sorted[Math.ceil(sorted.length * share) - 1]!;
  const line = [0.5, 0.99].map((share) => {
    const [from, to] = [at(before!, share), at(during!, share)];
    return `p${share * 100} ${from.toFixed(1)} -> ${to.toFixed(1)} ms (${(to / from).toFixed(1)} times)`;
  });
  console.log(`${what}: ${line.join(', ')}`);
  const beside = { p50: at(during!, 0.5), p99: at(during!, 0.99) };
  return { beside, slower: { p50: beside.p50 / at(before!, 0.5), p99: beside.p99 / at(before!, 0.99) } };
}
