import { setTimeout as wait } from 'node:timers/promises';
import { type SourcePorts } from '../source-ports.js';
import { BoundedHttpSource } from './http-source.js';
import { SourceAddressPolicy } from './source-address-policy.js';

export interface SourcePortsOptions {
  /** CIDRs in which sources may be private and plain. */
  allowPrivateSources: readonly string[];
  userAgent: string;
}

/** The real ones. */
export function createSourcePorts(options: SourcePortsOptions): SourcePorts & { close(): Promise<void> } {
  const addresses = new SourceAddressPolicy(options.allowPrivateSources);
  const now = () => new Date();
  const sleep = async (ms: number, signal?: AbortSignal) => {
    await wait(ms, undefined, { signal });
  };
  const http = new BoundedHttpSource({ addresses, userAgent: options.userAgent, now, sleep });
  return { http, addresses, now, sleep, close: () => http.close() };
}
