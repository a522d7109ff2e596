/** A receiver without code. */
export interface Inbox {
  id: string;
  url: string;
  name?: string | null;
  expire_time: string;
  answer: InboxAnswer;
  requests?: ReceivedRequest[];
}

export interface InboxAnswer {
  status: number;
  delay_ms: number;
}

export interface ReceivedRequest {
  id: string;
  at: string;
  headers: Record<string, string>;
  body: string;
  signature: 'valid' | 'invalid' | 'unknown';
  event_type: string | null;
}

export const ANSWERS = {
  '204': { status: 204, delay_ms: 0 },
  '500': { status: 500, delay_ms: 0 },
  /** Longer than any sender waits. */
  none: { status: 204, delay_ms: 30_000 },
} as const satisfies Record<string, InboxAnswer>;

export type AnswerName = keyof typeof ANSWERS;

export const answerName = ({ status, delay_ms }: InboxAnswer): AnswerName =>
  delay_ms >= 15_000 ? 'none' : status >= 400 ? '500' : '204';

/** A body for reading: JSON laid out, anything else as it came. */
export function laidOut(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Not JSON: shown as text.
    return body;
  }
}
