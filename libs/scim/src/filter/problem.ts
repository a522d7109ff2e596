import { ScimError } from '../message/error.js';

/** invalidFilter that names the position, counted from 1. */
export function filterProblem(at: number, problem: string): ScimError {
  return ScimError.invalidFilter(`Invalid filter at position ${at + 1}: ${problem}`);
}
