import { ScimError } from '../message/error.js';
import { isObject, type JsonObject, member } from '../path/read.js';
import { parsePath, type Path } from '../path/patch-path.js';
import { assignments } from '../resource/assignments.js';
import { coerce, describe } from '../resource/coerce.js';
import { assertSafeJson, isForbiddenKey } from '../resource/safe-json.js';
import { type ResourceType } from '../schema/resource-type.js';
import { type PatchOperation } from './operation.js';

/**
 * Reads a PatchOp body (RFC 7644 §3.5.2). `schemas` and members we do not know are ignored (ENTRA-R23), names and ops
 * are taken in any case, `"path": null` is no path (AUTH-T2), and an operation without a path becomes one operation per
 * attribute of its value. Throws ScimError; values are checked when the patch is applied.
 */
export function parsePatch(type: ResourceType, body: unknown): PatchOperation[] {
  if (!isObject(body)) throw ScimError.invalidSyntax(`The body must be a JSON object, got ${describe(body)}`);
  assertSafeJson(body);
  const operations = member(body, 'Operations');
  if (!Array.isArray(operations))
    throw ScimError.invalidSyntax(`Operations: expected an array, got ${describe(operations)}`);
  if (operations.length === 0) throw ScimError.invalidValue('Operations: expected at least one operation');
  return operations.flatMap((operation, index) => parseOperation(type, operation, index));
}

function parseOperation(type: ResourceType, operation: unknown, index: number): PatchOperation[] {
  const at = `Operations[${index}]`;
  if (!isObject(operation)) throw ScimError.invalidSyntax(`${at}: expected an object, got ${describe(operation)}`);
  const op = parseOp(member(operation, 'op'), at);
  const value = member(operation, 'value');
  const path = member(operation, 'path') ?? '';
  if (typeof path !== 'string') throw ScimError.invalidPath(`${at}.path: expected a string, got ${describe(path)}`);
  if (path.trim() !== '') return withPath(type, { op, value, index }, path);
  // RFC 7644 §3.5.2.2
  if (op === 'remove') throw ScimError.noTarget(`${at}: remove needs a path`);
  if (!isObject(value))
    throw ScimError.invalidValue(
      `${at}.value: without a path expected an object of attributes, got ${describe(value)}`,
    );
  return expand(type, { op, value, index }, value);
}

function parseOp(op: unknown, at: string): PatchOperation['op'] {
  const name = typeof op === 'string' ? op.toLowerCase() : op;
  if (name === 'add' || name === 'remove' || name === 'replace') return name;
  throw ScimError.invalidSyntax(`${at}.op: expected add, remove or replace`);
}

function withPath(type: ResourceType, rest: Omit<PatchOperation, 'path'>, text: string): PatchOperation[] {
  if (isForbiddenKey(text.split('[')[0]!.trim())) throw ScimError.invalidPath(`Invalid path ${JSON.stringify(text)}`);
  const path = parsePath(text, type);
  const { op, value, index } = rest;
  const { definition } = path;
  if (op !== 'remove' && value === undefined && !isSelfContained(path))
    throw ScimError.invalidValue(`Operations[${index}]: ${op} ${text} needs a value`);
  if (path.attribute === '') return wholeSchema(type, rest, path, text.trim());
  if (definition?.mutability === 'readOnly') throw ScimError.mutability(`${text} is read-only`);
  if (definition?.returned === 'never') {
    if (op !== 'remove') coerce(definition, value, definition.name);
    return [];
  }
  return definition?.name === 'schemas' && path.urn === undefined ? [] : [{ ...rest, path }];
}

/** `add members[value eq "x"]` says everything without a value (OL-R8). */
function isSelfContained(path: Path): boolean {
  return path.filter !== undefined && path.subAttribute === undefined;
}

function wholeSchema(
  type: ResourceType,
  rest: Omit<PatchOperation, 'path'>,
  path: Path,
  text: string,
): PatchOperation[] {
  const { op, value, index } = rest;
  if (path.urn === undefined && op === 'remove') throw ScimError.mutability(`${text} cannot be removed`);
  if (op === 'remove' || (value === null && path.urn !== undefined)) return [{ op: 'remove', path, index }];
  if (!isObject(value)) throw ScimError.invalidValue(`${text}: expected an object, got ${describe(value)}`);
  return expand(type, rest, { [text]: value });
}

function expand(type: ResourceType, { op, index }: Omit<PatchOperation, 'path'>, value: JsonObject): PatchOperation[] {
  return assignments(type, value).map((assignment) => ({ op, index, ...assignment }));
}
