import { setImmediate as turn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { Environment } from '#config';
import { newId } from '#directory';
import {
  type BulkOperation,
  type BulkResult,
  MalformedOperation,
  bulkReferences,
  bulkResponse,
  parseBulkRequest,
  resolveBulkReferences,
  ScimError,
} from '#scim';
import { AccessInForce } from './access-in-force.js';
import { BulkGate } from './bulk-gate.js';
import { type ScimScope } from './directory.guard.js';
import { GroupOperations } from './group-operations.js';
import { writeCondition } from './precondition.js';
import { scimBase } from './representation.js';
import { type ResourceOperations } from './resource.controller.js';
import { type ScimAnswer } from './scim-answer.js';
import { UserOperations } from './user-operations.js';

/** Of one Bulk request (docs/scim.md). */
export const MAX_BULK_OPERATIONS = 1_000;

/** Characters of an answer from which on what succeeded is answered without the resource. */
const MAX_RESPONSE_LENGTH = 8 * 1_048_576;
/** Operations that are looked through before other requests get their turn. */
const OPERATIONS_A_TURN = 50;

/** `POST /Bulk` (RFC 7644 §3.7): each operation stands for itself, in the order sent, but for what a reference has to wait for. */
@Injectable()
export class BulkOperations {
  private readonly byPath: Record<string, ResourceOperations>;

  constructor(
    @Inject(UserOperations) users: UserOperations,
    @Inject(GroupOperations) groups: GroupOperations,
    @Inject(AccessInForce) private readonly access: AccessInForce,
    @Inject(BulkGate) private readonly gate: BulkGate,
    @Inject(Environment) private readonly environment: Environment,
  ) {
    this.byPath = { users, groups };
  }

  async run(scope: ScimScope, body: unknown): Promise<ScimAnswer> {
    const { operations, failOnErrors } = parseBulkRequest(body, MAX_BULK_OPERATIONS);
    // Once for all: where memory is outdated, each operation by itself would be decided twice.
    await this.access.renew(scope);
    const verdicts = await this.gate.verdicts(scope, operations);
    const ids = allotIds(operations);
    const references = await referencesOf(operations);
    const results: (string | undefined)[] = operations.map(() => undefined);
    const warnings: string[] = [];
    let failures = 0;
    let length = 0;
    for (const index of executionOrder(operations, references)) {
      if (failOnErrors !== undefined && failures >= failOnErrors) break;
      const verdict = verdicts.get(index);
      const own = { ...scope, isBulk: true, ...(verdict !== undefined && { verdict }) };
      const sent = operations[index]!;
      const result = await this.runOne(own, sent, references[index]!.size > 0, ids, (warning) =>
        warnings.push(`Operations[${index}]: ${warning}`),
      );
      const failed = Number(result.status) >= 400;
      if (failed) failures += 1;
      const text = JSON.stringify(result);
      // RFC 7644 §3.7.3 demands the body of failures only.
      const isKept = failed || length + text.length <= MAX_RESPONSE_LENGTH;
      results[index] = isKept ? text : JSON.stringify({ ...result, response: undefined });
      length += results[index]!.length;
      // An operation that fails at once waits for nothing: other requests get their turn all the same.
      await turn();
    }
    return { status: 200, text: bulkResponse(results.filter((result) => result !== undefined)), warnings };
  }

  private async runOne(
    scope: ScimScope,
    sent: BulkOperation | MalformedOperation,
    refers: boolean,
    ids: Map<string, string>,
    warn: (warning: string) => void,
  ): Promise<BulkResult> {
    if (sent instanceof MalformedOperation) {
      const { method, path, bulkId } = sent.told;
      const location = method && path && this.locationOf(scope, { method, path });
      return failure({ ...(method && { method }), ...(bulkId && { bulkId }), ...(location && { location }) }, sent);
    }
    // Taken out for the time being: what fails to be created must not be referred to any more.
    const allotted = sent.bulkId === undefined ? undefined : ids.get(sent.bulkId);
    if (sent.bulkId !== undefined) ids.delete(sent.bulkId);
    const told = { method: sent.method, ...(sent.bulkId !== undefined && { bulkId: sent.bulkId }) };
    let location = this.locationOf(scope, sent);
    try {
      const resolved = refers ? resolveBulkReferences(sent, (bulkId) => ids.get(bulkId)) : sent;
      location = this.locationOf(scope, resolved);
      const answer = await this.perform(scope, resolved, allotted);
      answer.warnings?.forEach(warn);
      const resource = answer.body as { id?: string } | undefined;
      if (sent.bulkId !== undefined && resource?.id !== undefined) ids.set(sent.bulkId, resource.id);
      location ??= answer.location;
      return {
        ...told,
        ...(answer.etag !== undefined && { version: answer.etag }),
        ...(location !== undefined && { location }),
        status: String(answer.status),
        ...(answer.body && { response: answer.body }),
      };
    } catch (error) {
      if (!(error instanceof ScimError)) throw error;
      return failure({ ...told, ...(location !== undefined && { location }) }, error);
    }
  }

  /** RFC 7644 §3.7: every answer but that to a failed POST names the resource, the one to a failed DELETE, too. */
  private locationOf(
    { directoryId }: ScimScope,
    { method, path }: Pick<BulkOperation, 'method' | 'path'>,
  ): string | undefined {
    return method === 'POST' ? undefined : scimBase(this.environment.publicUrl, directoryId) + path;
  }

  private perform(
    scope: ScimScope,
    { method, path, data, version }: BulkOperation,
    allotted: string | undefined,
  ): Promise<ScimAnswer> {
    const [, name = '', id, ...more] = path.split('/');
    const operations = this.byPath[name.toLowerCase()];
    if (operations === undefined || more.length > 0) throw ScimError.notFound('endpoint', path);
    if (method === 'POST') {
      if (id !== undefined) throw ScimError.invalidValue(`path: a POST goes to /${name}`);
      return operations.create(scope, data, {}, allotted);
    }
    if (id === undefined) throw ScimError.invalidValue(`path: a ${method} needs the id of a resource`);
    const guard = writeCondition({ 'if-match': version });
    if (method === 'PUT') return operations.replace(scope, id, data, {}, guard);
    if (method === 'PATCH') return operations.patch(scope, id, data, {}, guard);
    return operations.remove(scope, id, guard);
  }
}

function failure(told: Omit<BulkResult, 'status' | 'response'>, error: ScimError): BulkResult {
  return { ...told, status: String(error.status), response: error.toBody() };
}

/** Ids for what is to be created, so that even two resources that refer to each other can be (RFC 7644 §3.7.1). */
function allotIds(operations: (BulkOperation | MalformedOperation)[]): Map<string, string> {
  const ids = new Map<string, string>();
  for (const operation of operations) {
    if (operation instanceof MalformedOperation || operation.method !== 'POST' || operation.bulkId === undefined)
      continue;
    ids.set(operation.bulkId, newId(/^\/groups$/i.test(operation.path) ? 'dirgroup' : 'diruser'));
  }
  return ids;
}

async function referencesOf(operations: (BulkOperation | MalformedOperation)[]): Promise<ReadonlySet<string>[]> {
  const references: ReadonlySet<string>[] = [];
  for (const operation of operations) {
    references.push(operation instanceof MalformedOperation ? new Set() : bulkReferences(operation));
    if (references.length % OPERATIONS_A_TURN === 0) await turn();
  }
  return references;
}

/** The order sent, with what an operation refers to moved before it; a circle of references is entered where it is met first. */
function executionOrder(
  operations: (BulkOperation | MalformedOperation)[],
  references: ReadonlySet<string>[],
): number[] {
  const creators = new Map<string, number>();
  operations.forEach((operation, index) => {
    if (!(operation instanceof MalformedOperation) && operation.bulkId !== undefined)
      creators.set(operation.bulkId, index);
  });
  const order = new Set<number>();
  const seen = new Set<number>();
  /** Of each operation, those that it waits for and that were not looked at yet. */
  const waitsFor = references.map((bulkIds) =>
    [...bulkIds].map((bulkId) => creators.get(bulkId)).filter((creator) => creator !== undefined),
  );
  waitsFor.forEach((indexes) => indexes.reverse());
  // Iterative: a chain of a thousand references must not become a thousand stack frames.
  for (let start = 0; start < operations.length; start++) {
    const path = [start];
    while (path.length > 0) {
      const index = path.at(-1)!;
      seen.add(index);
      let next = waitsFor[index]!.pop();
      while (next !== undefined && seen.has(next)) next = waitsFor[index]!.pop();
      if (next !== undefined) path.push(next);
      else {
        path.pop();
        order.add(index);
      }
    }
  }
  return [...order];
}
