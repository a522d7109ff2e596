import { type Provider } from '../providers';

/** Entra ID works in cycles of 40 minutes; the others send what changes at once. */
const CYCLE_MS: Record<string, number> = { MICROSOFT_AD: 40 * 60_000 };

export function nextCycle(provider: Provider, last: string | null): string | undefined {
  const cycle = CYCLE_MS[provider.directoryProvider];
  if (cycle === undefined || last === null) return undefined;
  return new Date(Date.parse(last) + cycle).toISOString();
}
