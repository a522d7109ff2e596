import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { DirectoryError } from '#directory';
import { ScimError } from '#scim';
import { SecurityEvents } from '../security-events.js';
import { AccessChanged } from './access-changed.js';
import { refusalError, refusalOf } from './access-refusal.js';
import { type Bearer, BearerAccess } from './bearer-access.js';
import { SCIM_ERRORS } from './directory-error-table.js';
import { type ScimScope } from './directory.guard.js';
import { RefusedWrites } from './refused-writes.js';

/** Who sent a request, from where, and what it wants. */
export type ScimSender = Pick<ScimScope, 'directoryId' | 'secretId' | 'ip' | 'requestId'> & { reads: boolean };

/**
 * What lets a request in, and how it is read: the allowlist, the profile, the gate. Requests are admitted by what memory has of them,
 * which hears of a change a moment later. The transaction of a write compares, and the write is decided again.
 */
@Injectable()
export class AccessInForce {
  constructor(
    @Inject(BearerAccess) private readonly bearers: BearerAccess,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
    @Inject(RefusedWrites) private readonly refusedWrites: RefusedWrites,
  ) {}

  /**
   * @param bearer what is known of the sender's secret; undefined: it is no live one
   * @throws ScimError 401 or 403
   */
  async admit(bearer: Bearer | undefined, sender: ScimSender): Promise<Bearer> {
    const { directoryId, secretId, ip, requestId } = sender;
    const refusal = refusalOf(bearer, ip);
    if (refusal === undefined) return bearer!;
    if (refusal === 'address')
      this.events.note('address_refused', { ip, requestId, directory: directoryId, key: secretId });
    if (refusal === 'disabled' && !sender.reads) await this.refusedWrites.note(directoryId);
    throw refusalError(refusal, ip);
  }

  /**
   * Runs a write by what is in force. A write by what memory had may run twice, the first time in vain: `assertInForce` goes before what
   * cannot be taken back.
   */
  async write<T>(scope: ScimScope, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      const isOutdated = error instanceof AccessChanged;
      if (!isOutdated && !isRefusedByProfile(error, scope)) throw error;
      const before = scope.accessVersion;
      await this.renew(scope);
      if (!isOutdated && scope.accessVersion === before) throw error;
      return await write();
    }
  }

  /**
   * Reads the request by what is in force now.
   * @throws ScimError where its sender gets nothing by that
   */
  async renew(scope: ScimScope): Promise<void> {
    const { accessVersion, profile, gate } = await this.admit(await this.now(scope), { ...scope, reads: false });
    // What another gate has said does not count, nor what a gate has said of a body that was read otherwise.
    if (profile !== scope.profile || !isDeepStrictEqual(gate, scope.gate)) delete scope.verdict;
    Object.assign(scope, { accessVersion, profile, gate });
  }

  /** Before the transaction. @throws AccessChanged where the request was let in, or read, by what is not in force any more */
  async assertInForce(scope: ScimScope): Promise<void> {
    const now = await this.now(scope);
    if (now?.accessVersion !== scope.accessVersion)
      throw DirectoryError.of('access_changed', { retryAfterSeconds: 1 }).wordedBy(SCIM_ERRORS);
  }

  private now({ directoryId, secretId }: ScimScope): Promise<Bearer | undefined> {
    return this.bearers.now(directoryId, secretId);
  }
}

/** By what memory has of it, which a strict profile may have been until a moment ago. */
function isRefusedByProfile(error: unknown, { profile }: ScimScope): boolean {
  return error instanceof ScimError && error.status === 400 && profile !== 'default';
}
