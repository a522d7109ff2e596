import type { EmulatedRequest } from './emulated-request.js';

/** How a source can fail; each is one that a real source has shown or documents. */
export type Fault =
  /** Another answer in place of the right one: 429, 500, an expired page token. */
  | { kind: 'answer'; status: number; headers?: Record<string, string>; body?: string }
  /** The head and half of the body, then the connection ends: `content-length` promised more. */
  | { kind: 'cut' }
  /** Half of the body as a complete HTTP answer: a proxy or the source itself lost the rest. */
  | { kind: 'half' }
  /** No answer; the connection stays open. */
  | { kind: 'hang' }
  /** A TCP reset in place of an answer. */
  | { kind: 'reset' };

interface PlannedFault {
  fault: Fault;
  matches: (request: EmulatedRequest) => boolean;
  /** Matching requests that still pass before the first failure. */
  skip: number;
  /** Failures that are left. */
  times: number;
}

export interface FaultPlan {
  /** A part of path and query, or a predicate; default: every request. */
  when?: string | ((request: EmulatedRequest) => boolean);
  /** Matching requests to let pass first: `1` fails the second page. */
  skip?: number;
  /** Default: once. `Infinity` until `clear()`. */
  times?: number;
}

/** The failures that a test has planned for an emulator, in the order of planning. */
export class FaultPlans {
  private plans: PlannedFault[] = [];

  add(fault: Fault, { when, skip = 0, times = 1 }: FaultPlan = {}): void {
    const matches =
      typeof when === 'function'
        ? when
        : (request: EmulatedRequest) => when === undefined || request.url.href.includes(when);
    this.plans.push({ fault, matches, skip, times });
  }

  clear(): void {
    this.plans = [];
  }

  /** The fault of this request, which is then used up. */
  take(request: EmulatedRequest): Fault | undefined {
    for (const plan of this.plans) {
      if (plan.times <= 0 || !plan.matches(request)) continue;
      if (plan.skip > 0) {
        plan.skip -= 1;
        continue;
      }
      plan.times -= 1;
      return plan.fault;
    }
    return undefined;
  }
}

export const rateLimited = (retryAfter?: string, status = 429): Fault => ({
  kind: 'answer',
  status,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  body: '{"error":"too many requests"}',
});
