import { expect, it, vi } from 'vitest';
import { type Environment } from '#config';
import { readSelfTestToken, selfTestToken } from './self-test-token.js';

const environment = { encryptionKey: Buffer.alloc(32, 1) } as Environment;

it('is known for what it is, for one directory and a minute', () => {
  vi.useFakeTimers();
  try {
    const token = selfTestToken(environment, 'dir_1', 'right');
    expect(readSelfTestToken(environment, 'dir_1', token)).toBe('right');
    expect(readSelfTestToken(environment, 'dir_2', token)).toBeUndefined();
    expect(readSelfTestToken(environment, 'dir_1', token.replace('right', 'wrong'))).toBeUndefined();
    expect(readSelfTestToken({ encryptionKey: Buffer.alloc(32, 2) } as Environment, 'dir_1', token)).toBeUndefined();
    vi.advanceTimersByTime(61_000);
    expect(readSelfTestToken(environment, 'dir_1', token)).toBeUndefined();
  } finally {
    vi.useRealTimers();
  }
});

it('that is wrong is known to be ours', () => {
  expect(readSelfTestToken(environment, 'dir_1', selfTestToken(environment, 'dir_1', 'wrong'))).toBe('wrong');
  expect(readSelfTestToken(environment, 'dir_1', 'selftest-right-1-x')).toBeUndefined();
});
