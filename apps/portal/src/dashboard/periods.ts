/** How far back lists look, in the words of the address. */
export const PERIODS = { '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000, '90d': 7_776_000_000 } as const;

export type Period = keyof typeof PERIODS;

/** The beginning of a period that ends now; undefined for one that nobody offers. */
export function sinceOf(period: unknown, now = Date.now()): string | undefined {
  return typeof period === 'string' && Object.hasOwn(PERIODS, period)
    ? new Date(now - PERIODS[period as Period]).toISOString()
    : undefined;
}
