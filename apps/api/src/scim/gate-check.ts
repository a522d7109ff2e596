import { Inject, Injectable } from '@nestjs/common';
import { DirectoryReads, GateAdmission, type GatedChange, type GateVerdict, type StoredGate } from '#persistence';
import { ScimError, type ScimResource } from '#scim';
import { AccessInForce } from './access-in-force.js';
import { type ScimScope } from './directory.guard.js';

type ChangeUser = (current: ScimResource) => ScimResource;

/** How often a user may be changed by somebody else between the question and the transaction. */
const MOST_TRIES = 3;

/** The user has left since the gate had nothing to be asked about. */
class NotAskedError extends ScimError {
  constructor() {
    super(503, 'the user is being changed by another request; send the request again');
  }
}

/** Asks the organization's application before a request lets a person in. Without a gate, none of this is called. */
@Injectable()
export class GateCheck {
  constructor(
    @Inject(AccessInForce) private readonly access: AccessInForce,
    @Inject(GateAdmission) private readonly admission: GateAdmission,
    @Inject(DirectoryReads) private readonly reads: DirectoryReads,
  ) {}

  /** What the gate says of a creation; undefined where there is nothing to ask. */
  async askCreate({ gate, directoryId }: ScimScope, resource: ScimResource): Promise<GateVerdict | undefined> {
    return gate === null ? undefined : await this.admission.ask(gate, directoryId, { resource });
  }

  /** @throws ScimError 403 with the reason */
  async create(scope: ScimScope, resource: ScimResource): Promise<void> {
    if (scope.verdict === undefined) {
      await this.access.assertInForce(scope);
      scope.verdict = (await this.askCreate(scope, resource)) ?? null;
    }
    await this.enforce(scope, { resource });
  }

  /**
   * Runs an update that lets the user in only after the gate was asked. The user is read before the transaction: where another request,
   * or the date of departure, takes the user out in between, the gate is asked after all.
   * @throws ScimError 403 with the reason
   */
  async update<T>(
    scope: ScimScope,
    id: string,
    change: ChangeUser,
    submit: (activates?: () => void) => Promise<T>,
  ): Promise<T> {
    if (scope.gate?.events.includes('activate') !== true) return await submit();
    for (let tries = 1; ; tries++) {
      const isAsked = await this.askUpdate(scope, scope.gate, id, change);
      try {
        return await submit(isAsked ? undefined : refuseUnasked);
      } catch (error) {
        if (!(error instanceof NotAskedError) || tries === MOST_TRIES) throw error;
      }
    }
  }

  /** @returns false where there was nothing to ask */
  private async askUpdate(scope: ScimScope, gate: StoredGate, id: string, change: ChangeUser): Promise<boolean> {
    const before = await this.reads.user(scope.directoryId, id);
    const resource = before && attempt(change, before.resource);
    // What cannot be applied is refused by the transaction, in its own words.
    if (before === undefined || before.active || resource === undefined) return false;
    if (scope.verdict === undefined) {
      await this.access.assertInForce(scope);
      const verdict = await this.admission.ask(gate, scope.directoryId, { before, resource });
      if (verdict === undefined) return false;
      scope.verdict = verdict;
    }
    await this.enforce(scope, { before, resource });
    return true;
  }

  private async enforce({ gate, directoryId, verdict }: ScimScope, change: GatedChange): Promise<void> {
    if (!verdict || verdict.decision.allowed) return;
    throw ScimError.forbidden(await this.admission.deny(gate!, directoryId, verdict, change));
  }
}

function refuseUnasked(): never {
  throw new NotAskedError();
}

function attempt(change: ChangeUser, current: ScimResource): ScimResource | undefined {
  try {
    return change(current);
  } catch (error) {
    if (error instanceof ScimError) return undefined;
    throw error;
  }
}
