import { ValidateBy } from 'class-validator';

/** A class-validator decorator from a plain predicate over the field's value. */
export function Satisfies<T>(name: string, predicate: (value: T) => boolean): PropertyDecorator {
  return ValidateBy({ name, validator: { validate: (value: T) => predicate(value) } });
}
