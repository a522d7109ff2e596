import { type FastifyReply } from 'fastify';
import { type Pool } from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HealthController } from './health.controller.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('the database is asked once a second, however many ask whether the api is ready, and its end is told', async () => {
  const query = vi.fn<() => Promise<unknown>>().mockResolvedValue({});
  const health = new HealthController({ query } as unknown as Pool);
  const status = vi.fn();
  const ask = () => health.ready({ status } as unknown as FastifyReply);
  const answers = await Promise.all(Array.from({ length: 100 }, ask));
  expect(answers).toEqual(Array(100).fill({ status: 'ok' }));
  expect(query).toHaveBeenCalledOnce();
  query.mockRejectedValue(new Error('refused'));
  vi.advanceTimersByTime(1_001);
  expect(await ask()).toEqual({ status: 'unavailable', missing: ['postgresql'] });
  expect(status).toHaveBeenCalledWith(503);
  await ask();
  expect(query).toHaveBeenCalledTimes(2);
  query.mockResolvedValue({});
  vi.advanceTimersByTime(1_001);
  expect(await ask()).toEqual({ status: 'ok' });
});
