import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { claimDataDirectory } from '../apps/rollcall/src/data-directory.js';
import { DEFAULT_URL, localKey, localUrl } from '../apps/cli/src/local-rollcall.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-local-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

it('finds the Rollcall that runs here, and keeps its key from every other', () => {
  const env = { ROLLCALL_DATA_DIR: directory, PORT: '4455' };
  const { announce } = claimDataDirectory(directory);
  writeFileSync(join(directory, 'secrets.json'), JSON.stringify({ apiKey: 'its-key' }));
  expect(localUrl(env)).toBe('http://127.0.0.1:4455');
  announce('http://127.0.0.1:4477');
  expect(localUrl(env)).toBe('http://127.0.0.1:4477');
  expect(localKey(env, 'http://127.0.0.1:4477')).toBe('its-key');
  expect(localKey(env, 'http://localhost:4477')).toBe('its-key');
  for (const other of ['http://127.0.0.1:4478', 'https://127.0.0.1:4477', 'http://rollcall.example', 'nonsense'])
    expect(localKey(env, other)).toBeUndefined();
});

it('goes where one would run when none does', () => {
  writeFileSync(join(directory, 'launcher.json'), JSON.stringify({ pid: process.pid, start: 'x', url: 'http://x' }));
  expect(localUrl({ ROLLCALL_DATA_DIR: directory, PORT: '4455' })).toBe('http://127.0.0.1:4455');
  expect(localUrl({ ROLLCALL_DATA_DIR: directory })).toBe(DEFAULT_URL);
  expect(localUrl({ ROLLCALL_DATA_DIR: directory, PORT: 'x' })).toBe(DEFAULT_URL);
  expect(localKey({ ROLLCALL_DATA_DIR: directory }, DEFAULT_URL)).toBeUndefined();
});
