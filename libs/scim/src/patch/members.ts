import { type FilterNode } from '../filter/ast.js';
import { ScimError } from '../message/error.js';
import { isObject, member } from '../path/read.js';
import { assertIndexable } from '../resource/assert-indexable.js';
import { describe, textOf } from '../resource/coerce.js';
import { GROUP_URN } from '../schema/urns.js';
import { type PatchOperation } from './operation.js';

/** A change of a group's membership, applicable without loading the group. */
export type MemberOperation =
  | { kind: 'add'; values: string[] }
  | { kind: 'remove'; values: string[] }
  /** Removes the members that match; paths are relative to a member (`value`, `display`, `type`, `$ref`). */
  | { kind: 'removeWhere'; filter: FilterNode }
  | { kind: 'clear' }
  | { kind: 'replace'; values: string[] };

/** Splits a group's operations into those on `members` and the rest, both in order. Throws invalidValue. */
export function splitMembers(operations: PatchOperation[]): {
  members: MemberOperation[];
  attributes: PatchOperation[];
} {
  const isMembers = ({ path }: PatchOperation) => path.urn === undefined && path.definition?.name === 'members';
  return {
    members: merged(operations.filter(isMembers).flatMap(memberOperations)),
    attributes: operations.filter((operation) => !isMembers(operation)),
  };
}

/** Neighbours that do the same become one: legacy dialects send an operation a member (ENTRA-R16). */
function merged(operations: MemberOperation[]): MemberOperation[] {
  const result: MemberOperation[] = [];
  for (const operation of operations) {
    const last = result.at(-1);
    const isMore = operation.kind === last?.kind && (operation.kind === 'add' || operation.kind === 'remove');
    if (isMore) for (const value of operation.values) (last as typeof operation).values.push(value);
    else
      result.push(
        operation.kind === 'add' || operation.kind === 'remove'
          ? { ...operation, values: [...operation.values] }
          : operation,
      );
  }
  for (const operation of result) if ('values' in operation) operation.values = [...new Set(operation.values)];
  return result;
}

function memberOperations({ op, path, value }: PatchOperation): MemberOperation[] {
  // What else a member carries describes the member and is not ours to set.
  if (path.subAttribute !== undefined && path.subAttribute !== 'value') return [];
  if (path.filter) return filtered(op, path.filter, value);
  switch (op) {
    case 'add':
      return some('add', memberValues(value));
    case 'replace':
      return [{ kind: 'replace', values: memberValues(value) }];
    case 'remove':
      // With a value only those go (ENTRA-R16, JC-R6, AUTH-R6), without one all do (KC-R4).
      return value === undefined || value === null ? [{ kind: 'clear' }] : some('remove', memberValues(value));
  }
}

function filtered(op: PatchOperation['op'], filter: FilterNode, value: unknown): MemberOperation[] {
  const named = namedValues(filter);
  if (op === 'remove' || value === null)
    return named ? [{ kind: 'remove', values: named }] : [{ kind: 'removeWhere', filter }];
  // OL-R8: `add members[value eq "x"]` needs no value.
  const sent = value === undefined ? [] : memberValues(value);
  if (op === 'add') {
    if (!named && value === undefined) throw ScimError.noTarget('add members[…]: the filter names no member');
    return some('add', [...new Set([...(named ?? []), ...sent])]);
  }
  if (!named) throw ScimError.noTarget('replace members[…]: the filter names no member');
  if (value === undefined) return some('add', named);
  const gone = named.filter((name) => !sent.includes(name));
  return [...some('remove', gone), ...some('add', sent)];
}

function some(kind: 'add' | 'remove', values: string[]): MemberOperation[] {
  return values.length > 0 ? [{ kind, values }] : [];
}

/** The ids of `value eq "x"` and of such terms joined by `or`; undefined for any other filter. */
function namedValues(filter: FilterNode): string[] | undefined {
  const values: string[] = [];
  // The tree leans left, so a long chain is walked, not recursed into.
  for (let node = filter; ; node = node.left) {
    const term = node.kind === 'or' ? node.right : node;
    if (term.kind !== 'compare' || term.op !== 'eq' || term.path.attribute !== 'value') return undefined;
    if (typeof term.value !== 'string') return undefined;
    assertIndexable(term.value, 'members.value');
    values.push(term.value);
    if (node.kind !== 'or') return [...new Set(values.reverse())];
  }
}

/**
 * The ids in a `members` value: objects with `value`, one such object, or bare strings (ENTRA-R23), without doubles.
 * Throws invalidValue naming the index of what is neither.
 */
export function memberValues(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  const list = Array.isArray(value) ? value : [value];
  const values = list.flatMap((entry, index) => {
    if (entry === null) return [];
    const sent = isObject(entry) ? member(entry, 'value') : entry;
    const id = textOf(sent) ?? sent;
    assertIndexable(id, `members[${index}].value`);
    if (typeof id === 'string' && id !== '') return [id];
    const at = isObject(entry) ? `members[${index}].value` : `members[${index}]`;
    throw ScimError.invalidValue(
      `${at}: expected the id of a member, got ${id === '' ? 'an empty string' : describe(id)}`,
    );
  });
  return [...new Set(values)];
}

/** The members a POST or PUT body of a group names; undefined when it says nothing about them. */
export function membersOf(body: unknown): string[] | undefined {
  if (!isObject(body)) return undefined;
  const core = member(body, GROUP_URN);
  const value = member(body, 'members') ?? (isObject(core) ? member(core, 'members') : undefined);
  return value === undefined || value === null ? undefined : memberValues(value);
}
