import { type SendResult } from './send-result.js';

/** Of an answer; beyond that nobody reads on. */
export const LONGEST_GATE_ANSWER = 65_536;
const LONGEST_REASON = 200;

/** What a gate said. `failed`: it could not be asked. `unreadable`: it answered, and nobody knows what. */
export type GateAnswer =
  | { kind: 'allow' }
  | { kind: 'deny'; reason: string }
  | { kind: 'failed'; detail: string }
  | { kind: 'unreadable'; detail: string };

export function readGateAnswer(result: SendResult): GateAnswer {
  if (result.kind === 'error') return { kind: 'failed', detail: result.detail };
  if (result.status < 200 || result.status > 299) return { kind: 'failed', detail: `it answered ${result.status}` };
  if (Buffer.byteLength(result.body) >= LONGEST_GATE_ANSWER) {
    return { kind: 'unreadable', detail: `the answer is larger than ${LONGEST_GATE_ANSWER / 1024} KiB` };
  }
  let answer: unknown;
  try {
    answer = JSON.parse(result.body);
  } catch {
    return { kind: 'unreadable', detail: 'the answer is no JSON' };
  }
  const { decision, reason } = (answer ?? {}) as { decision?: unknown; reason?: unknown };
  if (decision === 'allow') return { kind: 'allow' };
  if (decision !== 'deny') return { kind: 'unreadable', detail: 'the answer has no decision "allow" or "deny"' };
  return { kind: 'deny', reason: reasonOf(reason) };
}

/** One line of at most 200 characters, which an identity provider shows to people. */
function reasonOf(reason: unknown): string {
  const text =
    typeof reason === 'string' ? reason.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim() : '';
  return [...text.toWellFormed()].slice(0, LONGEST_REASON).join('') || 'the application denied it';
}
