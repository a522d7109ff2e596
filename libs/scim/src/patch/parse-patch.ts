import { MAX_PATCH_OPERATIONS } from '../limits/limits.js';
import { withinBudget } from '../limits/work-budget.js';
import { ScimError } from '../message/error.js';
import { isObject, type JsonObject, member } from '../path/read.js';
import { parsePath, type Path } from '../path/patch-path.js';
import { assignments, schemasShown } from '../resource/assignments.js';
import { coerce, describe } from '../resource/coerce.js';
import { attempt } from '../resource/left-aside.js';
import { assertSafeJson, isForbiddenKey } from '../resource/safe-json.js';
import { assertStorable, isStorableAssignment, storableProblem, withStorableNames } from '../resource/storable.js';
import { type ResourceType } from '../schema/resource-type.js';
import { isDeactivation } from './apply-patch.js';
import { chooseOperations } from './choose-operations.js';
import { type PatchOperation } from './operation.js';

/** What a request shares among its operations. */
interface Reading {
  type: ResourceType;
  /** Schemas that the request names. */
  shown: readonly string[];
  replacesWhole: boolean;
  /** All its text can be kept. */
  isStorable: boolean;
}

/** How strictly a patch is read; left out: as leniently as providers need it. */
export interface PatchReading {
  /** `replace` of a whole complex attribute, or extension, drops what the value leaves out. */
  replacesWhole?: boolean;
  /** Schemas that are known beside those that the request names. */
  schemas?: readonly string[];
}

type Unplaced = Omit<PatchOperation, 'path'>;

/**
 * Reads a PatchOp body (RFC 7644 §3.5.2). Members we do not know are ignored (ENTRA-R23), names and ops are taken in any
 * case, `"path": null` is no path (AUTH-T2), and an operation without a path becomes one operation per attribute of its
 * value. Throws ScimError, but where the operations say that somebody is to leave: then what cannot be read comes along
 * as its problem. Values are checked when the patch is applied.
 */
export function parsePatch(type: ResourceType, body: unknown, how: PatchReading = {}): PatchOperation[] {
  return withinBudget(() => parse(type, body, how));
}

function parse(
  type: ResourceType,
  body: unknown,
  { replacesWhole = false, schemas = [] }: PatchReading,
): PatchOperation[] {
  if (!isObject(body)) throw ScimError.invalidSyntax(`The body must be a JSON object, got ${describe(body)}`);
  assertSafeJson(body);
  const sent = member(body, 'Operations');
  if (!Array.isArray(sent)) throw ScimError.invalidSyntax(`Operations: expected an array, got ${describe(sent)}`);
  if (sent.length === 0) throw ScimError.invalidValue('Operations: expected at least one operation');
  const unstorable = storableProblem(body);
  const isStorable = unstorable === undefined;
  const reading = { type, shown: [...schemas, ...schemasShown(body)], replacesWhole, isStorable };
  const operations: PatchOperation[] = [];
  const { chosen, problem: tooMany } = chooseOperations(type, sent);
  if (tooMany) operations.push(unreadable(tooMany, MAX_PATCH_OPERATIONS));
  for (const [index, operation] of chosen) {
    attempt(
      () => operations.push(...parseOperation(reading, operation, index)),
      (problem) => operations.push(unreadable(problem, index)),
    );
  }
  const unread = operations.find(({ problem, op }) => problem && op !== 'remove');
  const problem = unstorable ?? unread?.problem;
  if (problem && !operations.some(isDeactivation)) throw problem;
  if (replacesWhole) for (const operation of operations) operation.whole = true;
  return operations;
}

function unreadable(problem: ScimError, index: number): PatchOperation {
  return { op: 'replace', path: { attribute: '' }, index, problem };
}

function parseOperation(reading: Reading, operation: unknown, index: number): PatchOperation[] {
  const at = `Operations[${index}]`;
  if (!isObject(operation)) throw ScimError.invalidSyntax(`${at}: expected an object, got ${describe(operation)}`);
  const op = parseOp(member(operation, 'op'), at);
  const value = member(operation, 'value');
  const path = member(operation, 'path') ?? '';
  if (typeof path !== 'string') throw ScimError.invalidPath(`${at}.path: expected a string, got ${describe(path)}`);
  if (!reading.isStorable) assertStorable(path, `${at}.path`);
  if (path.trim() !== '') return withPath(reading, { op, value, index }, path);
  // RFC 7644 §3.5.2.2
  if (op === 'remove') throw ScimError.noTarget(`${at}: remove needs a path`);
  if (!isObject(value))
    throw ScimError.invalidValue(
      `${at}.value: without a path expected an object of attributes, got ${describe(value)}`,
    );
  return expand(reading, { op, value, index }, value);
}

function parseOp(op: unknown, at: string): PatchOperation['op'] {
  const name = typeof op === 'string' ? op.toLowerCase() : op;
  if (name === 'add' || name === 'remove' || name === 'replace') return name;
  throw ScimError.invalidSyntax(`${at}.op: expected add, remove or replace`);
}

function withPath(reading: Reading, rest: Unplaced, text: string): PatchOperation[] {
  if (isForbiddenKey(text.split('[')[0]!.trim())) throw ScimError.invalidPath(`Invalid path ${JSON.stringify(text)}`);
  const { op, value, index } = rest;
  if (!reading.isStorable) assertStorable(value, `Operations[${index}].value`);
  let path: Path;
  try {
    path = parsePath(text, reading.type, { lenient: true, shown: reading.shown });
  } catch (error) {
    if (op !== 'remove' || !(error instanceof ScimError)) throw error;
    return [{ ...rest, path: { attribute: text.trim() }, problem: error }];
  }
  const { definition } = path;
  if (op !== 'remove' && value === undefined && !isSelfContained(path))
    throw ScimError.invalidValue(`Operations[${index}]: ${op} ${text} needs a value`);
  if (path.attribute === '') return wholeSchema(reading, rest, path, text.trim());
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

function wholeSchema(reading: Reading, rest: Unplaced, path: Path, text: string): PatchOperation[] {
  const { op, value, index } = rest;
  if (path.urn === undefined && op === 'remove') throw ScimError.mutability(`${text} cannot be removed`);
  if (op === 'remove' || (value === null && path.urn !== undefined)) return [{ op: 'remove', path, index }];
  if (!isObject(value)) throw ScimError.invalidValue(`${text}: expected an object, got ${describe(value)}`);
  const placed = expand(reading, rest, { [text]: value });
  const isReplaced = reading.replacesWhole && op === 'replace' && path.urn !== undefined;
  return isReplaced ? [{ op: 'remove', path, index }, ...placed] : placed;
}

function expand({ type, isStorable }: Reading, { op, index }: Unplaced, value: JsonObject): PatchOperation[] {
  const unread: PatchOperation[] = [];
  const refuse = (problem: ScimError) => unread.push(unreadable(problem, index));
  const placed = assignments(type, isStorable ? value : withStorableNames(value, refuse), refuse);
  const storable = isStorable ? placed : placed.filter((assignment) => isStorableAssignment(assignment, refuse));
  return [...unread, ...storable.map((assignment) => ({ op, index, keyed: true as const, ...assignment }))];
}
