import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { type FieldViolation, Problem } from '../../http/problem.js';

/**
 * A body or query as the class that the handler declares. Every problem is named at once; unknown fields are ignored, as
 * clients send those of newer versions and of Scalekit's messages.
 */
@Injectable()
export class InputPipe implements PipeTransform {
  async transform(value: unknown, { metatype, type }: ArgumentMetadata): Promise<unknown> {
    const given = unwrap(value ?? {}, (metatype as { wrapper?: string }).wrapper);
    if (typeof given !== 'object' || Array.isArray(given)) {
      throw Problem.invalid([{ field: type, description: 'must be a JSON object' }]);
    }
    const input = plainToInstance(metatype as Type<object>, given, { exposeUnsetFields: false });
    const errors = await validate(input, { whitelist: true, stopAtFirstError: true, forbidUnknownValues: false });
    if (errors.length > 0) throw Problem.invalid(violationsOf(errors, ''));
    return input;
  }
}

/**
 * Some clients send Scalekit's whole message, `{"directory": {…}}`, where its REST takes only what is inside; others send back what a
 * GET answered, `{"policy": {…}}`. Taken for a body without known fields, the latter would set everything to its default.
 */
function unwrap(given: object, wrapper: string | undefined): unknown {
  const inner = wrapper === undefined ? undefined : (given as Record<string, unknown>)[wrapper];
  return typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? { ...given, ...inner } : given;
}

function violationsOf(errors: ValidationError[], parent: string): FieldViolation[] {
  return errors.flatMap(({ property, constraints, children }) => {
    const field = /^\d+$/.test(property)
      ? `${parent}[${property}]`
      : parent === ''
        ? property
        : `${parent}.${property}`;
    const own = Object.values(constraints ?? {}).map((description) => ({ field, description }));
    return [...own, ...violationsOf(children ?? [], field)];
  });
}
