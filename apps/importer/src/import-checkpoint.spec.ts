import { appendFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImportCheckpoint } from './import-checkpoint.js';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'rollcall-journal-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('ImportCheckpoint', () => {
  it('goes on at the last page that was reached', () => {
    const file = join(directory, 'deeper', 'journal');
    const first = new ImportCheckpoint(file, 'a');
    expect(first.isContinued).toBe(false);
    first.reached('dir_1', { phase: 'users', from: '3' });
    first.finished('dir_1');
    first.reached('dir_2', { phase: 'groups', from: '1' });
    first.reached('dir_2', { phase: 'users', from: undefined });
    // The crash tore the line that was being written.
    appendFileSync(file, '{"directory":"dir_2","phase":"member');

    const second = new ImportCheckpoint(file, 'a');
    expect(second.isContinued).toBe(true);
    expect([second.isDone('dir_1'), second.isDone('dir_2')]).toEqual([true, false]);
    expect(second.positionOf('dir_2')).toEqual({ phase: 'users', from: undefined });
    expect(second.positionOf('dir_3')).toEqual({ phase: 'groups', from: undefined });
    // What comes after the torn line can be read.
    second.reached('dir_2', { phase: 'users', from: '9' });
    expect(new ImportCheckpoint(file, 'a').positionOf('dir_2')).toEqual({ phase: 'users', from: '9' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('begins anew for another source or broker, and after the end', () => {
    const file = join(directory, 'journal');
    new ImportCheckpoint(file, 'a').finished('dir_1');
    expect(new ImportCheckpoint(file, 'b').isDone('dir_1')).toBe(false);
    new ImportCheckpoint(file, 'b').remove();
    expect(existsSync(file)).toBe(false);
    expect(new ImportCheckpoint(file, 'b').isContinued).toBe(false);
  });
});
