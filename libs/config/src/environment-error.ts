/** One thing that is wrong with one variable. */
export interface EnvironmentProblem {
  variable: string;
  /** Completes "`variable` must be …"; never contains the value. */
  must: string;
}

/** Everything that is wrong with the environment at once, so that it is fixed in one round. */
export class EnvironmentError extends Error {
  constructor(readonly problems: readonly EnvironmentProblem[]) {
    const lines = problems.map(({ variable, must }) => `  ${variable} must be ${must}`);
    super(['The environment is not usable:', ...lines].join('\n'));
    this.name = 'EnvironmentError';
  }
}
