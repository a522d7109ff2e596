import { type SyncError, type SyncFacts } from '#connectors';

/** How a run ended, beside its counts. */
export type Outcome =
  | { kind: 'done' }
  /** Of a dry run: a guard would stop it. */
  | { kind: 'preview'; reason: string }
  /** `people`: who would leave, by external id. */
  | { kind: 'review'; reason: string; facts: SyncFacts; people: string[] }
  | { kind: 'failed'; error: SyncError }
  | { kind: 'canceled' };
