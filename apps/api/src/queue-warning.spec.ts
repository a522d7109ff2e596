import { describe, expect, it, vi } from 'vitest';
import { QueueWarning } from './queue-warning.js';

describe('the warning of a queue that is away', () => {
  it('comes once, names the server, and no credentials', () => {
    const warn = vi.fn();
    const { report } = new QueueWarning({ warn }, 'redis://admin:hunter2@queue.example:6380/0');
    for (let n = 0; n < 5; n++) report(new Error('connect ECONNREFUSED 10.0.0.1:6380'));
    expect(warn).toHaveBeenCalledTimes(1);
    const line = JSON.stringify(warn.mock.calls[0]);
    expect(line).toContain('Redis at queue.example:6380 (REDIS_URL)');
    expect(line).toContain('ECONNREFUSED');
    expect(line).not.toMatch(/admin|hunter2/);
  });

  it('names every node of a cluster', () => {
    const warn = vi.fn();
    new QueueWarning({ warn }, 'rediss://:x@a:7000, rediss://:x@b:7001').report(new Error('away'));
    expect(warn.mock.calls[0]![1]).toContain('a:7000, b:7001');
  });
});
