import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsRFC3339,
  IsString,
  Length,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';

export interface FieldOptions {
  description: string;
  example?: unknown;
  /** May be left out. */
  optional?: boolean;
  /** May be null, which clears it. */
  nullable?: boolean;
}

/** A field of a request: validated, and described in the OpenAPI document, by the same words. */
export function Text(options: FieldOptions & { min?: number; max?: number }): PropertyDecorator {
  const { min = 1, max = 255 } = options;
  const words = { message: `must be a string of ${min === 0 ? `at most ${max}` : `${min} to ${max}`} characters` };
  return field(options, { type: String, minLength: min, maxLength: max }, IsString(words), Length(min, max, words));
}

export function Choice(options: FieldOptions & { of: readonly string[] }): PropertyDecorator {
  const words = { message: `must be one of ${options.of.join(', ')}` };
  return field(options, { type: String, enum: [...options.of] }, IsIn(options.of, words));
}

export function Choices(options: FieldOptions & { of: readonly string[]; max?: number }): PropertyDecorator {
  const max = options.max ?? options.of.length;
  return field(
    options,
    { type: [String], enum: [...options.of] },
    IsArray({ message: 'must be an array of strings' }),
    ArrayMaxSize(max, { message: `must have at most ${max} entries` }),
    IsIn(options.of, { each: true, message: `must contain only ${options.of.join(', ')}` }),
  );
}

export function Flag(options: FieldOptions): PropertyDecorator {
  return field(options, { type: Boolean }, IsBoolean({ message: 'must be true or false' }));
}

export function Whole(options: FieldOptions & { min: number; max: number }): PropertyDecorator {
  const words = { message: `must be a whole number from ${options.min} to ${options.max}` };
  const range = { minimum: options.min, maximum: options.max };
  return field(options, { type: 'integer', ...range }, IsInt(words), Min(options.min, words), Max(options.max, words));
}

export function Instant(options: FieldOptions): PropertyDecorator {
  const words = { message: 'must be an RFC 3339 time such as 2026-01-31T12:00:00Z' };
  return field(options, { type: String, format: 'date-time' }, IsRFC3339(words), Length(20, 40, words));
}

/** Whatever its own validators say. */
export function Field(
  options: FieldOptions & { schema: ApiPropertyOptions },
  ...validators: PropertyDecorator[]
): PropertyDecorator {
  return field(options, options.schema, ...validators);
}

function field(
  { description, example, optional = false, nullable = false }: FieldOptions,
  schema: ApiPropertyOptions,
  ...validators: PropertyDecorator[]
): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      ...schema,
      description,
      example,
      required: !optional,
      ...(nullable && { nullable }),
    } as ApiPropertyOptions),
    ValidateIf((_object, value) => !(value === undefined && optional) && !(value === null && nullable)),
    ...validators,
  );
}
