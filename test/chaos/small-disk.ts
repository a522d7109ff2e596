import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHUNK = Buffer.alloc(64 * 1024);

/** A file system of its own, small enough to be filled up. Needs root on Linux: `whyNot` says what is missing. */
export class SmallDisk {
  private constructor(private readonly directory: string) {}

  /** Undefined where a file system can be mounted here. */
  static whyNot(): string | undefined {
    if (process.platform !== 'linux') return 'a small file system is mounted on Linux only';
    const directory = mkdtempSync(join(tmpdir(), 'rollcall-chaos-mount-'));
    const tried = mount(directory, 1024 * 1024);
    if (tried === undefined) spawnSync('umount', [directory]);
    rmSync(directory, { recursive: true, force: true });
    return tried;
  }

  /** @throws Error where `whyNot` says something. */
  static mount(directory: string, bytes: number): SmallDisk {
    const problem = mount(directory, bytes);
    if (problem !== undefined) throw new Error(problem);
    return new SmallDisk(directory);
  }

  /** Takes every byte that is left. */
  fill(): void {
    const file = openSync(this.ballast, 'a');
    try {
      for (;;) writeSync(file, CHUNK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.ballast, { force: true });
  }

  unmount(): void {
    spawnSync('umount', ['--lazy', this.directory]);
  }

  private get ballast(): string {
    return join(this.directory, 'ballast');
  }
}

function mount(directory: string, bytes: number): string | undefined {
  const { status, stderr, error } = spawnSync(
    'mount',
    ['-t', 'tmpfs', '-o', `size=${bytes},mode=0755`, 'tmpfs', directory],
    { encoding: 'utf8' },
  );
  if (status === 0) return undefined;
  return `no file system can be mounted here (${error?.message ?? stderr.trim()})`;
}
