import { type Session } from '../session.js';

interface Answer {
  status: number;
  ms: number;
  /** The broker's clock. */
  date: Date | undefined;
  body: unknown;
}

const TIMEOUT_MS = 10_000;

/** Asks a route that needs no key. @returns the answer, or why there is none */
export async function ask({ url, signal }: Session, path: string): Promise<Answer | { error: string }> {
  const started = performance.now();
  const late = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(`${url}${path}`, { redirect: 'manual', signal: AbortSignal.any([late, signal]) });
    const text = await response.text();
    const date = new Date(response.headers.get('date') ?? NaN);
    return {
      status: response.status,
      ms: Math.round(performance.now() - started),
      date: Number.isNaN(date.getTime()) ? undefined : date,
      body: parse(text),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted) return { error: `nothing within ${TIMEOUT_MS / 1_000} s` };
    const { message, cause } = error as Error & { cause?: NodeJS.ErrnoException };
    return { error: cause?.code ?? cause?.message ?? message };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
