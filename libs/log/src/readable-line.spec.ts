import { describe, expect, it } from 'vitest';
import { isWarning, readableLine } from './readable-line.js';

const at = new Date(2026, 0, 31, 12, 0, 1).getTime();
const line = (facts: object) => JSON.stringify({ level: 30, time: at, app: 'api', ...facts });

describe('a log line for people', () => {
  it.each([
    [
      { msg: 'request', requestId: 'x', method: 'POST', route: '/api/v1/organizations', status: 201, durationMs: 4.2 },
      '12:00:01  api     POST /api/v1/organizations  201  4.2 ms',
    ],
    [
      {
        app: 'worker',
        msg: 'attempt',
        outcome: 'retrying',
        type: 'rollcall.test',
        endpoint: 'ep_1',
        reason: 'connection_refused',
        durationMs: 3,
        nextAttemptAt: '2026-01-31T12:00:06.000Z',
        lane: 'live',
      },
      '12:00:01  worker  retrying  rollcall.test to ep_1  connection_refused  3 ms  next attempt 2026-01-31T12:00:06.000Z',
    ],
    [
      { msg: 'deliveries wait', err: { message: 'no\n\x1b[2Jdatabase' } },
      '12:00:01  api     deliveries wait: no [2Jdatabase',
    ],
    [{ msg: 'secrets are encrypted', renewed: 3, left: null }, '12:00:01  api     secrets are encrypted  renewed=3'],
  ])('says %j in one line', (facts, readable) => {
    expect(readableLine(line(facts), false)).toBe(readable);
  });

  it('leaves alone what is none', () => {
    for (const other of ['Error: x', '{}', 'null', '[1]']) {
      expect(readableLine(other, true)).toBe(other);
      expect(isWarning(other)).toBe(true);
    }
  });

  it('paints what somebody should look at, where there are colours', () => {
    expect(isWarning(line({ msg: 'request' }))).toBe(false);
    const warning = line({ level: 40, msg: 'the queue is in trouble' });
    expect(isWarning(warning)).toBe(true);
    expect(readableLine(warning, true)).toContain('\x1b[33mapi     the queue is in trouble\x1b[0m');
    expect(readableLine(line({ level: 50, msg: 'request failed' }), true)).toContain('\x1b[31mapi');
    expect(readableLine(line({ level: 50, msg: 'request failed' }), false)).not.toContain('\x1b');
  });
});
