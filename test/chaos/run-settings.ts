import { inject } from 'vitest';
import { Random } from './random.js';

/** What the environment says about this run; handed from the global setup to the test files. */
export interface RunSettings {
  seed: number;
  /** How long Redis stays away under load. */
  outageSeconds: number;
  /** Accepted changes before, between and after the other faults, about. */
  changes: number;
  /** How often one thing is killed under one load. */
  kills: number;
  /** Deliveries that wait while the queue is emptied. */
  pending: number;
  /** Members of the group whose change is announced in the background. */
  members: number;
}

declare module 'vitest' {
  export interface ProvidedContext {
    chaos: RunSettings;
  }
}

export const settings = (): RunSettings => inject('chaos');

/** The generator of one test: its name, not the order of tests, decides what it draws. */
export const randomOf = (test: string): Random => new Random(settings().seed).fork(test);
