import { type Person } from '../people/person.js';

/** The ids that Rollcall gave to a provider's people and groups, which every provider has to remember. */
export class KnownIds {
  private readonly ids = new Map<string, string>();

  set(key: Person | string, id: unknown): void {
    this.ids.set(keyOf(key), id as string);
  }

  get(key: Person | string): string {
    const id = this.ids.get(keyOf(key));
    if (id === undefined) throw new Error(`${keyOf(key)} has not been pushed yet`);
    return id;
  }
}

const keyOf = (key: Person | string): string => (typeof key === 'string' ? key : key.userName);
