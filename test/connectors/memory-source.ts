import { type Connector, ConnectorError, type Page, type SourceGroup, type SourceUser } from '#connectors';

export interface MemoryPerson {
  id: string;
  userName: string;
  title?: string;
  active?: boolean;
  /** Groups that are values of people. */
  groups?: string[];
  /** What the source does not show of this person. */
  absent?: string[];
}

/** A source that a test holds in its hands: the first to pass the conformance suite. */
export class MemorySource {
  readonly people = new Map<string, MemoryPerson>();
  readonly groups = new Map<string, { name: string; members: string[]; nested?: string[] }>();
  pageSize = 100;
  /** Thrown instead of the page of users with this number. */
  failure: { page: number; error: ConnectorError } | undefined;
  /** Awaited before each page of users. */
  gate: (page: number) => Promise<void> = () => Promise.resolve();
  /** Pages of users that were listed, over all syncs. */
  pages = 0;
  canResume = true;
  /** The source no longer knows where an earlier process was. */
  forgetsPositions = false;

  add(...people: MemoryPerson[]): void {
    for (const person of people) this.people.set(person.id, person);
  }

  connector(): Connector {
    return {
      test: () => Promise.resolve({ checks: [], counts: { users: this.people.size, groups: null }, sample: [] }),
      users: (_context, from) => this.users(Number(from ?? 0)),
      groups: () => this.listGroups(),
    };
  }

  private async *users(from: number): AsyncGenerator<Page<SourceUser>> {
    const people = [...this.people.values()];
    if (from > 0 && this.forgetsPositions) throw incomplete('malformed_answer');
    for (let page = from; page === 0 || page * this.pageSize < people.length; page += 1) {
      await this.gate(page);
      if (this.failure?.page === page) throw this.failure.error;
      this.pages += 1;
      const items = people.slice(page * this.pageSize, (page + 1) * this.pageSize).map(userOf);
      yield { items, total: people.length, ...(this.canResume && { next: String(page + 1) }) };
    }
  }

  private async *listGroups(): AsyncGenerator<Page<SourceGroup>> {
    const items = [...this.groups].map(([id, { name, members, nested }]) => ({
      resource: { externalId: id, displayName: name },
      members,
      ...(nested && { nested }),
    }));
    yield await Promise.resolve({ items });
  }
}

export function userOf({ id, userName, title, active = true, groups, absent }: MemoryPerson): SourceUser {
  return {
    resource: {
      externalId: id,
      userName,
      active,
      ...(title && { title }),
      emails: [{ value: userName, primary: true }],
    },
    references: [userName],
    ...(groups && { groups }),
    ...(absent && { absent }),
  };
}

export const incomplete = (
  code: 'incomplete_listing' | 'credentials_rejected' | 'rate_limited' | 'malformed_answer' = 'incomplete_listing',
) => new ConnectorError({ code, message: 'The listing ended in the middle.', hint: 'Try again later.' });
