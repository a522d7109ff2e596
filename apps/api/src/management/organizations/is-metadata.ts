import { ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';

const MOST_PAIRS = 50;

/** Text pairs, few and short enough to be carried along with the organization wherever it is read. */
@ValidatorConstraint()
export class IsMetadata implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const pairs = Object.entries(value);
    return (
      pairs.length <= MOST_PAIRS &&
      pairs.every(([key, text]) => key.length <= 100 && typeof text === 'string' && text.length <= 1_000)
    );
  }

  defaultMessage(): string {
    return `must be an object of at most ${MOST_PAIRS} strings, keys to 100 and values to 1,000 characters`;
  }
}
