import { isIP } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { AddressPolicy } from '#webhooks';
import { Problem } from '../../http/problem.js';

/** The resolver may hang; whoever creates an endpoint must not. */
const LOOKUP_MS = 2_000;

/** Checks where an endpoint points before it is stored. Every connection is checked again. */
@Injectable()
export class EndpointAddress {
  constructor(@Inject(AddressPolicy) private readonly policy: AddressPolicy) {}

  /** @returns the URL as it is understood, which is what is stored. @throws Problem naming the field */
  async assertAllowed(url: string, field = 'url'): Promise<string> {
    const checked = this.policy.checkUrl(url);
    if (!checked.ok) throw refuse(field, checked.problem);
    const { hostname, href } = checked.url;
    if (this.policy.isOwnInbox(url)) return href;
    if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return href;
    const addresses = await this.resolve(hostname);
    // Not which address: it may belong to the operator's inner network.
    if (addresses.some((address) => !this.policy.isAllowed(address))) {
      throw refuse(field, `the host ${hostname} resolves to an address that is not public`);
    }
    return href;
  }

  /** Empty for a name that does not resolve: it may come later. */
  private async resolve(hostname: string): Promise<string[]> {
    const late = AbortSignal.timeout(LOOKUP_MS);
    const found = this.policy.resolve(hostname).then(
      (addresses) => addresses.map(({ address }) => address),
      () => [],
    );
    const never = new Promise<string[]>((done) => late.addEventListener('abort', () => done([]), { once: true }));
    return await Promise.race([found, never]);
  }
}

function refuse(field: string, description: string): Problem {
  return Problem.invalid([{ field, description }]);
}
