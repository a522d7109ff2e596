import { setTimeout as sleep } from 'node:timers/promises';
import { type Announcement } from './feed-event.js';
import { type Answer, type HttpClient } from './http-client.js';
import { drawOperation, type Operation } from './operation.js';
import { announcement, isSame, NOBODY, type Person, type PersonState } from './person.js';
import { type Random } from './random.js';

/** How long this client thinks between two changes: load, not a benchmark. */
const THINK_MS = 10;
const FIRST_BACKOFF_MS = 50;
const LONGEST_BACKOFF_MS = 1_000;
const GIVES_UP = 0.15;

/** What one client has found out; the checks compare it with what the broker says. */
export interface Ledger {
  /** By user id, in order: exactly the events there must be. */
  announced: Map<string, Announcement[]>;
  people: Person[];
  ids: Map<Person, string>;
  /** What the broker did that it must never do. */
  violations: string[];
  /** Changes answered with 2xx, answered with 5xx, not answered, and given up after that. */
  tally: { accepted: number; refused: number; unanswered: number; givenUp: number };
  /** Every status of a refusal; an identity provider is to be told that it is not its fault, and to come back. */
  statuses: Set<number>;
}

export const newLedger = (): Ledger => ({
  announced: new Map(),
  people: [],
  ids: new Map(),
  violations: [],
  tally: { accepted: 0, refused: 0, unanswered: 0, givenUp: 0 },
  statuses: new Set(),
});

/** Changes its own people, one change at a time, and goes on after failures as identity providers do: again, or later anew. */
export class IdentityProvider {
  private count = 0;

  constructor(
    private readonly name: string,
    private readonly scim: { client: HttpClient; base: string },
    private readonly random: Random,
    private readonly people: Person[],
    private readonly groups: string[],
    private readonly ledger: Ledger,
  ) {
    ledger.people.push(...people);
  }

  /** Works until it is told to stop, and then ends what it has begun. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.perform(
        drawOperation(this.random, {
          people: this.people,
          groups: this.groups,
          idOf: (person) => this.ledger.ids.get(person)!,
          title: () => `${this.name}-${++this.count}`,
        }),
      );
      await sleep(THINK_MS);
    }
  }

  private async perform(operation: Operation): Promise<void> {
    const { tally } = this.ledger;
    let pause = FIRST_BACKOFF_MS;
    for (let tries = 1; !this.scim.client.isClosed; tries++) {
      const answer = await this.send(operation.method, operation.path, operation.body);
      if (answer.status !== undefined && answer.status < 300) {
        tally.accepted += 1;
        return this.accept(operation, answer.body['id'] as string | undefined);
      }
      if (answer.status !== undefined && answer.status < 500) {
        // Somebody who got no answer has to expect that it was done.
        if (tries > 1 && answer.status === operation.repeated) return this.lookUp(operation);
        this.ledger.violations.push(`${describe(operation)} was answered ${JSON.stringify(answer)} at try ${tries}`);
        return this.lookUp(operation);
      }
      if (answer.status === undefined) tally.unanswered += 1;
      else this.refused(answer.status);
      if (this.random.chance(GIVES_UP)) {
        tally.givenUp += 1;
        return this.lookUp(operation);
      }
      await sleep(pause);
      pause = Math.min(pause * 2, LONGEST_BACKOFF_MS);
    }
  }

  private refused(status: number): void {
    this.ledger.tally.refused += 1;
    this.ledger.statuses.add(status);
  }

  private accept({ effects, type }: Operation, id: string | undefined): void {
    for (const { person, after } of effects) {
      if (id !== undefined) this.learn(person, id);
      person.state = after;
      if (type === undefined) continue;
      const known = this.ledger.ids.get(person)!;
      const announced = this.ledger.announced.get(known) ?? [];
      this.ledger.announced.set(known, [...announced, announcement(type, after)]);
    }
  }

  /** Nobody knows whether it was stored: it must be there as a whole, or not at all. */
  private async lookUp(operation: Operation): Promise<void> {
    const found: { state: PersonState; id: string | undefined }[] = [];
    for (const { person } of operation.effects) found.push(await this.read(person));
    const isDone = operation.effects.every(({ after }, index) => isSame(found[index]!.state, after));
    const isUntouched = operation.effects.every(({ person }, index) => isSame(found[index]!.state, person.state));
    if (isDone) return this.accept(operation, operation.method === 'POST' ? found[0]!.id : undefined);
    if (isUntouched) return;
    this.ledger.violations.push(`${describe(operation)} is half there: ${JSON.stringify(found)}`);
  }

  private async read(person: Person): Promise<{ state: PersonState; id: string | undefined }> {
    const path = `/Users?filter=${encodeURIComponent(`externalId eq "${person.externalId}"`)}`;
    while (!this.scim.client.isClosed) {
      const answer = await this.send('GET', path);
      if (answer.status === 200) {
        const [user] = answer.body['Resources'] as [ScimUser?];
        if (user === undefined) return { state: NOBODY, id: undefined };
        const groups = (user.groups ?? []).map(({ value }) => value);
        return { state: { exists: true, active: user.active, title: user.title, groups }, id: user.id };
      }
      await sleep(LONGEST_BACKOFF_MS / 4);
    }
    return { state: NOBODY, id: undefined };
  }

  private send(method: string, path: string, body?: object): Promise<Answer> {
    return this.scim.client.send(method, `${this.scim.base}${path}`, body);
  }

  /** Who is created again under the same externalId is the same user. */
  private learn(person: Person, id: string): void {
    const known = this.ledger.ids.get(person);
    if (known !== undefined && known !== id) this.ledger.violations.push(`${known} came back as ${id}`);
    this.ledger.ids.set(person, id);
  }
}

interface ScimUser {
  id: string;
  title: string;
  active: boolean;
  groups?: { value: string }[];
}

const describe = ({ method, path, effects }: Operation): string =>
  `${method} ${path} (${effects.map(({ person, after }) => `${person.externalId} to ${after.title}`).join(', ')})`;
