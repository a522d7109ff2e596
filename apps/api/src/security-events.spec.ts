import { expect, it } from 'vitest';
import { SecurityEvents } from './security-events.js';

function watched() {
  const lines: unknown[] = [];
  const events = new SecurityEvents({ info: (...line: unknown[]) => void lines.push(line) } as never);
  return { lines, events };
}

it('a security event is a line with the address and the key, and is counted', async () => {
  const { lines, events } = watched();
  events.note('token_issued', { ip: '192.0.2.1', key: 'key_1', scope: 'read' });
  expect(lines).toEqual([[{ event: 'token_issued', ip: '192.0.2.1', key: 'key_1', scope: 'read' }, 'security']]);
  expect((await events.counter.get()).values).toEqual([{ labels: { event: 'token_issued' }, value: 1 }]);
});

it('what strangers cause fills no log, and is counted all the same', async () => {
  const { lines, events } = watched();
  for (let n = 0; n < 1_000; n++) events.note('key_refused', { ip: '192.0.2.1', directory: 'x'.repeat(500) });
  expect(lines.length).toBe(10);
  expect(JSON.stringify(lines[0]).length).toBeLessThan(200);
  expect((await events.counter.get()).values[0]!.value).toBe(1_000);
});
