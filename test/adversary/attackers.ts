import { whileSending } from './sending-clients.js';

export interface Attack {
  requests: { method: string; path: string; headers?: Record<string, string>; body?: string }[];
  clients: number;
}

export interface Attacked {
  /** How often each status was answered. */
  statuses: Record<string, number>;
  perSecond: number;
}

/** Clients that send the same requests again and again, in a process of their own, while work is done. */
export function whileAttacked(url: string, attack: Attack, work: () => Promise<void>): Promise<Attacked> {
  return whileSending('attackers.mjs', { url, ...attack }, work);
}
