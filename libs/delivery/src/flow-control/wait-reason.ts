/**
 * Why nothing can be sent to an endpoint now. `breaker`: it has only failed lately. `concurrency`: as many requests are under way as the
 * endpoint has shown that it can take. `bulkhead`: as many are under way as this process gives to endpoints of its class. `rate_limit`: the
 * next slot is later.
 */
export type BlockReason = 'breaker' | 'concurrency' | 'bulkhead' | 'rate_limit';

export interface Block {
  by: BlockReason;
  /** Monotonic; undefined: until something ends. */
  until: number | undefined;
}
