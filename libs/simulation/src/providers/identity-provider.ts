import { type Person } from '../people/person.js';

/** A simulated identity provider: what its administrators do, and it tells Rollcall in its own way. */
export interface IdentityProvider {
  readonly name: string;
  /** The administrator's "Test connection" button. */
  testConnection(): Promise<void>;
  /** Gives somebody the application: looks whether they are there already, then creates them or brings them back. */
  assign(person: Person): Promise<void>;
  update(person: Person, to: Partial<Person>): Promise<void>;
  deactivate(person: Person): Promise<void>;
  /** Removes somebody for good. */
  remove(person: Person): Promise<void>;
  createGroup(name: string, members: Person[]): Promise<void>;
  renameGroup(name: string, to: string): Promise<void>;
  addMembers(group: string, members: Person[]): Promise<void>;
  removeMembers(group: string, members: Person[]): Promise<void>;
}
