import { Inject, Injectable } from '@nestjs/common';
import { Environment } from '#config';
import { newId } from '#directory';
import {
  type BulkOperation,
  type BulkResult,
  bulkReferences,
  bulkResponse,
  parseBulkRequest,
  resolveBulkReferences,
  ScimError,
} from '#scim';
import { BulkGate } from './bulk-gate.js';
import { type ScimScope } from './directory.guard.js';
import { GroupOperations } from './group-operations.js';
import { writeCondition } from './precondition.js';
import { scimBase } from './representation.js';
import { type ResourceOperations } from './resource.controller.js';
import { type ScimAnswer } from './scim-answer.js';
import { UserOperations } from './user-operations.js';

/** The limits of one Bulk request (docs/scim.md). */
export const MAX_BULK_OPERATIONS = 1_000;
export const MAX_BULK_BYTES = 8 * 1_048_576;

/** `POST /Bulk` (RFC 7644 §3.7): each operation stands for itself, in the order sent, but for what a reference has to wait for. */
@Injectable()
export class BulkOperations {
  private readonly byPath: Record<string, ResourceOperations>;

  constructor(
    @Inject(UserOperations) users: UserOperations,
    @Inject(GroupOperations) groups: GroupOperations,
    @Inject(BulkGate) private readonly gate: BulkGate,
    @Inject(Environment) private readonly environment: Environment,
  ) {
    this.byPath = { users, groups };
  }

  async run(scope: ScimScope, body: unknown): Promise<ScimAnswer> {
    const { operations, failOnErrors } = parseBulkRequest(body, MAX_BULK_OPERATIONS);
    const verdicts = await this.gate.verdicts(scope, operations);
    const ids = allotIds(operations);
    const results: (BulkResult | undefined)[] = operations.map(() => undefined);
    const warnings: string[] = [];
    let failures = 0;
    for (const index of executionOrder(operations)) {
      if (failOnErrors !== undefined && failures >= failOnErrors) break;
      const verdict = verdicts.get(index);
      const own = verdict === undefined ? scope : { ...scope, verdict };
      const result = await this.runOne(own, operations[index]!, ids, (warning) =>
        warnings.push(`Operations[${index}]: ${warning}`),
      );
      if (Number(result.status) >= 400) failures += 1;
      results[index] = result;
    }
    return { status: 200, body: bulkResponse(results.filter((result) => result !== undefined)), warnings };
  }

  private async runOne(
    scope: ScimScope,
    sent: BulkOperation | ScimError,
    ids: Map<string, string>,
    warn: (warning: string) => void,
  ): Promise<BulkResult> {
    if (sent instanceof ScimError) return { status: String(sent.status), response: sent.toBody() };
    // Taken out for the time being: what fails to be created must not be referred to any more.
    const allotted = sent.bulkId === undefined ? undefined : ids.get(sent.bulkId);
    if (sent.bulkId !== undefined) ids.delete(sent.bulkId);
    const told = { method: sent.method, ...(sent.bulkId !== undefined && { bulkId: sent.bulkId }) };
    let location = this.locationOf(scope, sent);
    try {
      const resolved = resolveBulkReferences(sent, (bulkId) => ids.get(bulkId));
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
      return {
        ...told,
        ...(location !== undefined && { location }),
        status: String(error.status),
        response: error.toBody(),
      };
    }
  }

  /** RFC 7644 §3.7: every answer but that to a failed POST names the resource, the one to a failed DELETE, too. */
  private locationOf({ directoryId }: ScimScope, { method, path }: BulkOperation): string | undefined {
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

/** Ids for what is to be created, so that even two resources that refer to each other can be (RFC 7644 §3.7.1). */
function allotIds(operations: (BulkOperation | ScimError)[]): Map<string, string> {
  const ids = new Map<string, string>();
  for (const operation of operations) {
    if (operation instanceof ScimError || operation.method !== 'POST' || operation.bulkId === undefined) continue;
    ids.set(operation.bulkId, newId(/^\/groups$/i.test(operation.path) ? 'dirgroup' : 'diruser'));
  }
  return ids;
}

/** The order sent, with what an operation refers to moved before it; a circle of references is entered where it is met first. */
function executionOrder(operations: (BulkOperation | ScimError)[]): number[] {
  const creators = new Map<string, number>();
  operations.forEach((operation, index) => {
    if (!(operation instanceof ScimError) && operation.bulkId !== undefined) creators.set(operation.bulkId, index);
  });
  const order = new Set<number>();
  const seen = new Set<number>();
  // Iterative: a chain of a thousand references must not become a thousand stack frames.
  for (let start = 0; start < operations.length; start++) {
    const path = [start];
    while (path.length > 0) {
      const index = path.at(-1)!;
      const operation = operations[index]!;
      seen.add(index);
      const references = operation instanceof ScimError ? [] : [...bulkReferences(operation)];
      const next = references
        .map((bulkId) => creators.get(bulkId))
        .find((creator) => creator !== undefined && !seen.has(creator));
      if (next !== undefined) path.push(next);
      else {
        path.pop();
        order.add(index);
      }
    }
  }
  return [...order];
}
