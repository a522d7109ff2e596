import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { type FieldViolation, Problem } from '../../http/problem.js';
import { describeUnknown, fieldsOf, ignoredFieldsOf, isUnknownField } from './unknown-fields.js';

const CHECKS = { whitelist: true, stopAtFirstError: true, forbidUnknownValues: false };

/**
 * A body or query as the class that the handler declares. Every problem is named at once. Unknown query parameters are ignored;
 * unknown fields of a body are refused, or collected where the route ignores them (docs/api.md).
 */
@Injectable()
export class InputPipe implements PipeTransform {
  async transform(value: unknown, { metatype, type }: ArgumentMetadata): Promise<unknown> {
    const { given, wrapper, wrapped } = unwrap(value ?? {}, (metatype as Reader).wrapper);
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      throw Problem.invalid([{ field: type, description: 'must be a JSON object' }]);
    }
    assertHarmless(given, type);
    const input = plainToInstance(metatype as Type<object>, given, { exposeUnsetFields: false });
    const errors = await validate(input, { ...CHECKS, forbidNonWhitelisted: type === 'body' });
    const unread = (metatype as Reader).unreadFields?.(input) ?? [];
    if (errors.length === 0 && unread.length === 0) return input;
    const problems = [...problemsOf(errors, ''), ...unread.map(unknownField)].map(({ field, ...problem }) => ({
      ...problem,
      field: problem.isUnknown && wrapped.has(field.split(/[.[]/, 1)[0]!) ? `${wrapper}.${field}` : field,
    }));
    const ignored = ignoredFieldsOf(value);
    const refused = ignored === undefined ? problems : problems.filter(({ isUnknown }) => !isUnknown);
    ignored?.push(...problems.filter(({ isUnknown }) => isUnknown).map(({ field }) => field));
    if (refused.length > 0)
      throw Problem.invalid(refused.map(({ field, description }): FieldViolation => ({ field, description })));
    // Takes the ignored fields out, nested ones as well.
    await validate(input, CHECKS);
    return input;
  }
}

/** More than the longest list of a route has. To read 1 MiB of small values held up all others for 150 ms. */
const MOST_VALUES = 25_000;

interface Nested {
  value: object;
  name: string;
  parent: Nested | undefined;
}

/**
 * class-transformer takes the `constructor` of what is nested for a class, and calls what was sent; and it copies all values, before any
 * check says that they are too many.
 */
function assertHarmless(given: object, type: string): void {
  const left: Nested[] = [{ value: given, name: '', parent: undefined }];
  let values = 0;
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    for (const [name, value] of Object.entries(next.value) as [string, unknown][]) {
      if (++values > MOST_VALUES)
        throw Problem.invalid([{ field: type, description: `must have at most ${MOST_VALUES} values` }]);
      if (name === 'constructor')
        throw Problem.invalid([{ field: fieldOf(next, name), description: 'is no name of a field' }]);
      if (typeof value === 'object' && value !== null) left.push({ value, name, parent: next });
    }
  }
}

function fieldOf(inside: Nested, name: string): string {
  const above = inside.parent === undefined ? '' : fieldOf(inside.parent, inside.name);
  return Array.isArray(inside.value) ? `${above}[${name}]` : `${above}${above && '.'}${name}`;
}

/** What the class of a body may say of itself. */
interface Reader {
  /** The field in which the whole body may be wrapped. */
  wrapper?: string;
  /** The unknown fields inside those that the class leaves to others. */
  unreadFields?(input: object): string[];
}

interface Unwrapped {
  given: unknown;
  wrapper: string | undefined;
  /** The fields that lay inside the wrapper. */
  wrapped: ReadonlySet<string>;
}

/**
 * Some clients send Scalekit's whole message, `{"directory": {…}}`, where its REST takes only what is inside; others send back what a
 * GET answered, `{"policy": {…}}`. Taken for a body without known fields, the latter would set everything to its default.
 */
function unwrap(given: object, wrapper: string | undefined): Unwrapped {
  const { [wrapper ?? '']: inner, ...others } = given as Record<string, unknown>;
  if (wrapper === undefined || typeof inner !== 'object' || inner === null || Array.isArray(inner)) {
    return { given, wrapper, wrapped: new Set() };
  }
  return { given: { ...others, ...inner }, wrapper, wrapped: new Set(Object.keys(inner)) };
}

interface FieldProblem extends FieldViolation {
  isUnknown: boolean;
}

function problemsOf(errors: ValidationError[], parent: string): FieldProblem[] {
  return errors.flatMap((error) => {
    const { property, constraints, children } = error;
    const field = /^\d+$/.test(property)
      ? `${parent}[${property}]`
      : parent === ''
        ? property
        : `${parent}.${property}`;
    if (isUnknownField(error))
      return [{ field, description: describeUnknown(declaredBy(error.target)), isUnknown: true }];
    const own = Object.values(constraints ?? {}).map((description) => ({ field, description, isUnknown: false }));
    return [...own, ...problemsOf(children ?? [], field)];
  });
}

function unknownField(field: string): FieldProblem {
  return { field, description: describeUnknown([]), isUnknown: true };
}

function declaredBy(target: object | undefined): string[] {
  return target === undefined ? [] : fieldsOf(target.constructor as Type<object>);
}
