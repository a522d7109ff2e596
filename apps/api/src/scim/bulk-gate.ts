import { Inject, Injectable } from '@nestjs/common';
import { atMost, GATE_REQUESTS_AT_ONCE, type GateVerdict } from '#persistence';
import { type BulkOperation, MalformedOperation, parseResource, ScimError, USER } from '#scim';
import { type ScimScope } from './directory.guard.js';
import { GateCheck } from './gate-check.js';
import { ProfileCheck } from './profile-check.js';

/** Asks about all users whom a bulk request creates before its first operation runs, 20 at a time: one after the other would take minutes. */
@Injectable()
export class BulkGate {
  constructor(
    @Inject(GateCheck) private readonly gate: GateCheck,
    @Inject(ProfileCheck) private readonly profile: ProfileCheck,
  ) {}

  /** By index of the operation; null: there was nothing to ask. Operations that create no user have none. */
  async verdicts(
    scope: ScimScope,
    operations: readonly (BulkOperation | MalformedOperation)[],
  ): Promise<ReadonlyMap<number, GateVerdict | null>> {
    const verdicts = new Map<number, GateVerdict | null>();
    if (scope.gate === null) return verdicts;
    const creations = operations.flatMap((operation, index) =>
      !(operation instanceof MalformedOperation) && operation.method === 'POST' && /^\/users$/i.test(operation.path)
        ? [{ index, data: operation.data }]
        : [],
    );
    await atMost(GATE_REQUESTS_AT_ONCE, creations, async ({ index, data }) => {
      try {
        await this.profile.resource(scope, USER, data);
        verdicts.set(index, (await this.gate.askCreate(scope, parseResource(USER, data))) ?? null);
      } catch (error) {
        // What cannot be read is refused when its turn comes.
        if (!(error instanceof ScimError)) throw error;
      }
    });
    return verdicts;
  }
}
