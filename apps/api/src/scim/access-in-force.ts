import { Inject, Injectable } from '@nestjs/common';
import { ScimError } from '#scim';
import { SecurityEvents } from '../security-events.js';
import { AccessChanged } from './access-changed.js';
import { refusalError, refusalOf } from './access-refusal.js';
import { type Bearer, BearerAccess } from './bearer-access.js';
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

  /** Runs a write by what is in force. What memory would refuse is looked up, too: nobody is refused by what is only remembered. */
  async write<T>(scope: ScimScope, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (!mayBeOutdated(error, scope)) throw error;
      const now = await this.bearers.now(scope.directoryId, scope.secretId);
      await this.admit(now, { ...scope, reads: false });
      if (now!.accessVersion === scope.accessVersion) throw error;
      readBy(scope, now!);
      return await write();
    }
  }
}

/** The request is read by this from now on. What another gate has said does not count. */
export function readBy(scope: ScimScope, { accessVersion, profile, gate }: Bearer): void {
  Object.assign(scope, { accessVersion, profile, gate });
  delete scope.verdict;
}

/** The transaction says so, or the profile or the gate that memory has refused the request. */
function mayBeOutdated(error: unknown, { profile, gate }: ScimScope): boolean {
  if (!(error instanceof ScimError)) return false;
  if (error instanceof AccessChanged) return true;
  return (error.status === 400 && profile !== 'default') || (error.status === 403 && gate !== null);
}
