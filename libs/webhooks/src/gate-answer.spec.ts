import { describe, expect, it } from 'vitest';
import { LONGEST_GATE_ANSWER, readGateAnswer } from './gate-answer.js';
import { GateBreaker } from './gate-breaker.js';

const answer = (body: string, status = 200) =>
  readGateAnswer({ kind: 'response', status, headers: {}, body, durationMs: 1 });

describe('an answer of a gate', () => {
  it.each([
    ['{"decision":"allow"}', { kind: 'allow' }],
    ['{"decision":"deny","reason":"no seats"}', { kind: 'deny', reason: 'no seats' }],
    ['{"decision":"deny"}', { kind: 'deny', reason: 'the application denied it' }],
    ['{"decision":"deny","reason":7}', { kind: 'deny', reason: 'the application denied it' }],
    [JSON.stringify({ decision: 'deny', reason: 'a\r\nb' }), { kind: 'deny', reason: 'a b' }],
  ])('%s is understood', (body, expected) => {
    expect(answer(body)).toEqual(expected);
  });

  it('has a reason of 200 characters at most', () => {
    const { reason } = answer(JSON.stringify({ decision: 'deny', reason: '😀'.repeat(300) })) as { reason: string };
    expect([...reason]).toHaveLength(200);
  });

  it.each(['', 'yes', 'null', '[]', '"allow"', '{}', '{"decision":true}', '{"decision":"ALLOW"}'])(
    '%j is unreadable',
    (body) => {
      expect(answer(body).kind).toBe('unreadable');
    },
  );

  it('is unreadable where it is too large', () => {
    expect(answer(`{"decision":"allow","x":"${'x'.repeat(LONGEST_GATE_ANSWER)}"}`)).toEqual({
      kind: 'unreadable',
      detail: 'the answer is larger than 64 KiB',
    });
  });

  it.each([301, 404, 500, 503])('of status %i has failed', (status) => {
    expect(answer('{"decision":"allow"}', status).kind).toBe('failed');
  });
});

describe('the breaker of a gate', () => {
  it('opens after five failures in a row for 30 s, then lets one ask', () => {
    const breaker = new GateBreaker();
    for (let failure = 1; failure <= 4; failure++) breaker.failed(0);
    breaker.succeeded();
    for (let failure = 1; failure <= 5; failure++) {
      expect(breaker.mayAsk(0)).toBe(true);
      breaker.failed(0);
    }
    expect(breaker.mayAsk(29_999)).toBe(false);
    // What had begun before it opened says nothing new.
    breaker.failed(20_000);
    expect(breaker.mayAsk(30_000)).toBe(true);
    expect(breaker.mayAsk(30_000)).toBe(false);
    breaker.failed(30_001);
    expect(breaker.mayAsk(60_000)).toBe(false);
    expect(breaker.mayAsk(60_001)).toBe(true);
    breaker.succeeded();
    expect(breaker.mayAsk(60_002)).toBe(true);
    expect(breaker.mayAsk(60_002)).toBe(true);
  });
});
