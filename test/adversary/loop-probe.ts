import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Asks a process for how long its event loop was held. */
export class LoopProbe {
  private readonly folder = mkdtempSync(join(tmpdir(), 'rollcall-loop-'));
  private readonly file = join(this.folder, 'delay');

  /** What the process has to be started with. */
  get environment(): Record<string, string> {
    return {
      NODE_OPTIONS: `--require ${fileURLToPath(new URL('loop-probe.cjs', import.meta.url))}`,
      LOOP_PROBE_FILE: this.file,
    };
  }

  /** @returns the longest turn of the process' loop since it was asked before, in milliseconds */
  async longestTurnMs(pid: number): Promise<number> {
    rmSync(this.file, { force: true });
    // The last turn is told when its next one begins.
    await wait(10);
    process.kill(pid, 'SIGUSR2');
    for (;;) {
      try {
        return Number(readFileSync(this.file, 'utf8'));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
      await wait(2);
    }
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
