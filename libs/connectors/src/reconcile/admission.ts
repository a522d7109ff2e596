import { type ScimResource } from '#scim';

/** A person whom a sync would let in. */
export interface Arrival {
  resource: ScimResource;
  /** The present user who would become active; null: the user would be created, or comes back. */
  userId: string | null;
}

/** The application's say before a person gets in (docs/gate.md). */
export interface Admission {
  /** For each arrival why the application denies it; undefined where the person may get in. */
  denialsOf(directoryId: string, arrivals: readonly Arrival[]): Promise<(string | undefined)[]>;
}

/** Where no application is asked. */
export const EVERYBODY: Admission = {
  denialsOf: (_directoryId, arrivals) => Promise.resolve(arrivals.map(() => undefined)),
};
