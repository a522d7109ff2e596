import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockState } from './process-lock.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-lock-'));
  path = join(folder, 'agent.state.json.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('has one owner at a time', async () => {
  const lock = await lockState(path);
  expect(lock.isOurs()).toBe(true);
  await expect(lockState(path)).rejects.toThrow(`process ${process.pid}`);
  lock.release();
  expect(existsSync(path)).toBe(false);
  (await lockState(path)).release();
});

it.each([
  ['of a process that is gone', { pid: 2 ** 22 + 1, start: '1' }],
  ['of a process whose number somebody else has', { pid: process.pid, start: 'before' }],
])('is taken over from what was left %s', async (_what, owner) => {
  const { hostname } = await import('node:os');
  writeFileSync(path, JSON.stringify({ ...owner, host: hostname() }));
  const lock = await lockState(path);
  expect(lock.isOurs()).toBe(true);
  lock.release();
});

it('of another machine is left alone while that says something, and is taken over later', async () => {
  writeFileSync(path, JSON.stringify({ pid: 1, start: '1', host: 'elsewhere' }));
  await expect(lockState(path)).rejects.toThrow('Another agent');
  const past = new Date(Date.now() - 3_600_000);
  utimesSync(path, past, past);
  (await lockState(path)).release();
});

it('is no longer ours when somebody took it', async () => {
  const lock = await lockState(path);
  writeFileSync(path, '{}');
  expect(lock.isOurs()).toBe(false);
  lock.release();
  expect(existsSync(path)).toBe(true);
});
