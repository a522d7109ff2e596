import { type ServiceEnvironment } from '#config';
import { type ImportProgress } from './progress.js';

/** What every import takes. */
export interface ImportOptions {
  /** The broker that is filled: its database, its key, its region. */
  environment: ServiceEnvironment;
  /** Counts and problems, and nothing is written. */
  dryRun?: boolean;
  /** A new SCIM secret for every directory that has none; it is in the report, this once. */
  newSecrets?: boolean;
  /** Where it is kept how far an interrupted import came; `import-<source>.journal` in the data directory by default. */
  journal?: string;
  /** After each page. */
  onProgress?: (progress: ImportProgress) => void;
  /** The source wants to be asked later: in so many milliseconds. */
  onWait?: (ms: number) => void;
  /** Ends after the page that is being written; the next import goes on there. */
  signal?: AbortSignal;
}
