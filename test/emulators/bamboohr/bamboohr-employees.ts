import { Population } from '../population.js';

/** An employee with the fields that BambooHR names so. What is not filled in is null; an empty date is zeros. */
export interface BambooEmployee {
  id: string;
  displayName: string | null;
  firstName: string | null;
  lastName: string | null;
  preferredName: string | null;
  jobTitle: string | null;
  workPhone: string | null;
  mobilePhone: string | null;
  workEmail: string | null;
  department: string | null;
  division: string | null;
  location: string | null;
  employeeNumber: string | null;
  supervisor: string | null;
  supervisorEId: string | null;
  status: 'Active' | 'Inactive';
  hireDate: string;
  terminationDate: string;
}

export type BambooAction = 'Inserted' | 'Updated' | 'Deleted';

interface BambooChange {
  id: string;
  action: BambooAction;
  lastChanged: string;
}

/** When the generated employees were hired and last changed. */
const GENERATED_AT = '2024-01-01T00:00:00+00:00';

/** The employees of one company, and what `changed` says of them. */
export class BambooEmployees {
  readonly population = new Population<BambooEmployee>();
  private readonly changes = new Map<string, BambooChange>();
  private last = 0;

  add(employee: BambooEmployee): void {
    this.population.put(employee);
    this.record(employee.id, 'Inserted');
  }

  change(id: string, change: Partial<BambooEmployee>): void {
    this.population.change(id, change);
    this.record(id, 'Updated');
  }

  remove(id: string): void {
    this.population.remove(id);
    this.record(id, 'Deleted');
  }

  clear(): void {
    this.population.clear();
    this.changes.clear();
    this.last = 0;
  }

  /** The times are whole seconds, and only what is later than `since` is listed: a second may hold more than one change. */
  *changedSince(since: number): Iterable<BambooChange> {
    for (const change of this.changes.values()) if (Date.parse(change.lastChanged) > since) yield change;
    if (since >= Date.parse(GENERATED_AT)) return;
    for (const { id } of this.population.all())
      if (!this.changes.has(id)) yield { id, action: 'Inserted', lastChanged: GENERATED_AT };
  }

  get latest(): string {
    return bambooTime(this.last === 0 ? Date.parse(GENERATED_AT) : this.last);
  }

  private record(id: string, action: BambooAction): void {
    this.last = Date.now();
    this.changes.set(id, { id, action, lastChanged: bambooTime(this.last) });
  }
}

const bambooTime = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, '+00:00');

export const bambooEmployee = (
  id: string,
  [firstName, lastName]: [string, string],
  more: Partial<BambooEmployee> = {},
): BambooEmployee => ({
  id,
  displayName: `${firstName} ${lastName}`,
  firstName,
  lastName,
  preferredName: null,
  jobTitle: null,
  workPhone: null,
  mobilePhone: null,
  workEmail: `${firstName}.${lastName}@acme.com`.toLowerCase(),
  department: null,
  division: null,
  location: null,
  employeeNumber: null,
  supervisor: null,
  supervisorEId: null,
  status: 'Active',
  hireDate: '2024-01-01',
  terminationDate: '0000-00-00',
  ...more,
});
