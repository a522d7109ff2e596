import { ScimError, spend, withinBudget } from '#scim';

/** Comparisons and copies that mapping and group rules may make of one user (docs/mapping.md): some milliseconds. */
const MOST_STEPS = 20_000;

/** Characters of a text that a group rule looks at, and of a text that a transform changes. */
export const MOST_CHARACTERS = 1_024;

/** Runs what a directory's settings make of one user. */
export function withinUserBudget<T>(work: () => T): T {
  return withinBudget(work, MOST_STEPS);
}

/** What the work gives, or what stands for it where there are no steps left. */
export function affordable<T>(work: () => T, otherwise: () => T): T {
  try {
    spend(1);
    return work();
  } catch (error) {
    if (error instanceof ScimError) return otherwise();
    throw error;
  }
}
