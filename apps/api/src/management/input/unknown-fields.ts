import { type Type } from '@nestjs/common';
import { getMetadataStorage, type ValidationError } from 'class-validator';

/** The header that names the fields of a body, and the query parameters, that a route ignored. */
export const IGNORED_FIELDS = 'x-ignored-fields';

/** How many fields the header names: headers have a limit of their own. */
const MOST_NAMED = 20;
/** Characters of a name as the header has it: one of a name may become nine. Clients take 16 KiB of headers. */
const LONGEST_NAME = 100;

/** class-validator's word for a property that no decorator declares. */
const UNDECLARED = 'whitelistValidation';

/** By body: the unknown fields that its route ignores. A body that is not in here belongs to a route that refuses them. */
const ignoredFields = new WeakMap<object, string[]>();

/** Unknown fields of this body are ignored from now on. The list that is returned fills while the body is read. */
export function ignoreUnknownFields(body: object): string[] {
  const fields: string[] = [];
  ignoredFields.set(body, fields);
  return fields;
}

/** Undefined where unknown fields are refused. */
export function ignoredFieldsOf(body: unknown): string[] | undefined {
  return typeof body === 'object' && body !== null ? ignoredFields.get(body) : undefined;
}

export function isUnknownField({ constraints }: ValidationError): boolean {
  return constraints !== undefined && UNDECLARED in constraints;
}

/** The names that a class declares to class-validator, inherited ones as well. */
export function fieldsOf(type: Type<object>): string[] {
  const declared = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  return [...new Set(declared.map(({ propertyName }) => propertyName))];
}

export function describeUnknown(known: readonly string[]): string {
  if (known.length === 0) return 'is not a field of this request';
  return `is not a field of this request; its fields are ${known.join(', ')}`;
}

/** Names as a header can carry them: visible ASCII, without the comma that separates them. */
export function namesOf(fields: readonly string[]): string {
  const names = fields.slice(0, MOST_NAMED).map((field) =>
    field
      .slice(0, LONGEST_NAME)
      .toWellFormed()
      .replace(/[^!-+\--~]/gu, encodeURIComponent)
      .slice(0, LONGEST_NAME),
  );
  const more = fields.length - names.length;
  return [...names, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
