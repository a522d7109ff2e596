import { whileSending } from './sending-clients.js';
import { type Tenant } from './tenant.js';

export interface Load {
  clients: number;
  /** They search by this, and give up after `patienceMs`; without it they create users. */
  filter?: string;
  patienceMs?: number;
}

export interface Done {
  /** Every status that the creates were answered. */
  statuses: number[];
  /** How many creates there were a second. */
  perSecond: number;
}

/** Clients that keep a tenant busy, in a process of their own, while work is done. */
export function whileBusy({ base, secret }: Tenant, load: Load, work: () => Promise<void>): Promise<Done> {
  return whileSending('busy-clients.mjs', { base, secret, ...load }, work);
}
