import { ScimError } from '../message/error.js';
import { MAX_STEPS } from './limits.js';

/** Steps that the work in hand may still take. A module's variable, as the work never waits for anything. */
let left: number | undefined;
let limit = MAX_STEPS;

/** Runs work that must not take more than so many steps; work inside of such work shares its budget. */
export function withinBudget<T>(work: () => T, most = MAX_STEPS): T {
  if (left !== undefined) return work();
  left = limit = most;
  try {
    return work();
  } finally {
    left = undefined;
  }
}

/**
 * Takes steps for what is not done once for each part of a body: comparing each with each, copying a whole for the sake of one
 * part. Throws tooMany when there are none left.
 */
export function spend(steps: number): void {
  if (left === undefined) return;
  left -= steps;
  if (left >= 0) return;
  // Not below zero by much: what is small and must be done, such as a deactivation, takes no steps.
  left = 0;
  throw ScimError.tooMany(
    `the request asks for more than ${limit} comparisons and copies; send fewer operations or values at once`,
  );
}
