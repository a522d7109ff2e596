import { AgentError } from '../agent-error.js';
import { type ScimEndpoint } from './scim-endpoint.js';

/** Terms of a filter that servers take (docs/scim.md). */
const TERMS = 30;
/** Long external ids must not make a URL that proxies refuse. */
const FILTER_CHARACTERS = 4_000;

export interface Found {
  id: string;
  externalId: string | undefined;
}

interface Wanted {
  externalId: string;
  resolve(found: Found | undefined): void;
  reject(error: unknown): void;
}

/** Finds what an earlier run created without hearing the answer. Questions that come together are asked together. */
export class ResourceFinder {
  private waiting: Wanted[] = [];

  constructor(
    private readonly endpoint: Pick<ScimEndpoint, 'send'>,
    private readonly kind: 'Users' | 'Groups',
  ) {}

  byExternalId(externalId: string): Promise<Found | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ externalId, resolve, reject });
      if (this.waiting.length === 1) setImmediate(() => this.ask());
    });
  }

  /** The one with this name: `userName` is unique (RFC 7643 §4.1.1), a group's name may not be. */
  async byName(name: string): Promise<Found[]> {
    const attribute = this.kind === 'Users' ? 'userName' : 'displayName';
    return await this.list(`${attribute} eq ${literal(name)}`);
  }

  private ask(): void {
    const all = this.waiting;
    this.waiting = [];
    for (let at = 0; at < all.length;) {
      let size = 0;
      let end = at;
      for (; end < all.length && end - at < TERMS && (end === at || size < FILTER_CHARACTERS); end += 1)
        size += all[end]!.externalId.length;
      void this.answer(all.slice(at, end));
      at = end;
    }
  }

  private async answer(wanted: Wanted[]): Promise<void> {
    try {
      const filter = wanted.map(({ externalId }) => `externalId eq ${literal(externalId)}`).join(' or ');
      const found = await this.list(filter);
      for (const { externalId, resolve } of wanted) resolve(found.find((one) => one.externalId === externalId));
    } catch (error) {
      for (const { reject } of wanted) reject(error);
    }
  }

  private async list(filter: string): Promise<Found[]> {
    const query = `filter=${encodeURIComponent(filter)}&attributes=externalId&count=1000`;
    const { status, body } = await this.endpoint.send('GET', `/${this.kind}?${query}`);
    if (status !== 200) throw new AgentError('failed', `The endpoint refuses a search (${status}). Check --endpoint.`);
    const resources = (body['Resources'] ?? []) as { id: string; externalId?: string }[];
    return resources.map(({ id, externalId }) => ({ id, externalId }));
  }
}

/** A text in a filter is a JSON string (RFC 7644 §3.4.2.2). */
const literal = (text: string): string => JSON.stringify(text);
