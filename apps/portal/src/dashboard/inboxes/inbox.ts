import { type components } from '#client';

type Schemas = components['schemas'];

/** A receiver without code. */
export type Inbox = Schemas['InboxBody'];
export type InboxAnswer = Schemas['ShownAnswerBody'];
export type ReceivedRequest = Schemas['ReceivedRequestBody'];

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
