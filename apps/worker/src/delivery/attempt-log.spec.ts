import { pino } from 'pino';
import { expect, it } from 'vitest';
import { LOG_OPTIONS, readableLine } from '#log';
import { attemptLog } from './attempt-log.js';
import { type AttemptReport } from './dispatch-context.js';

it('says why an attempt had no answer, in JSON and in the line for people', () => {
  const lines: string[] = [];
  const logger = pino({ base: { app: 'worker' }, ...LOG_OPTIONS }, { write: (line) => lines.push(line) });
  attemptLog(logger)({
    delivery: { id: 'dlv_1', eventId: 'evt_1', eventType: 'rollcall.test' },
    endpointId: 'ep_1',
    lane: 0,
    result: { kind: 'error', error: 'connection_refused', durationMs: 3 },
    recorded: { attempts: 1, state: 'retrying', nextAttemptAt: '2026-01-31T12:00:06.000Z' },
  } as unknown as AttemptReport);
  expect(JSON.parse(lines[0]!)).toMatchObject({ msg: 'attempt', reason: 'connection_refused', outcome: 'retrying' });
  expect(readableLine(lines[0]!.trimEnd(), false)).toContain(
    'retrying  rollcall.test to ep_1  connection_refused  3 ms',
  );
});
