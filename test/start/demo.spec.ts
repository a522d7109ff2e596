import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.js';

const SCRIPT = fileURLToPath(new URL('../../scripts/demo.mjs', import.meta.url));

/** The script in a process of its own, line by line. */
class Demo {
  readonly lines: string[] = [];
  readonly exited: Promise<number | null>;
  private readonly process: ChildProcess;
  private readonly output: AsyncIterator<string>;

  constructor(env: NodeJS.ProcessEnv, ...options: string[]) {
    this.process = spawn(process.execPath, [SCRIPT, ...options], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.exited = once(this.process, 'close').then(([code]) => code as number | null);
    this.output = createInterface(this.process.stdout!)[Symbol.asyncIterator]();
  }

  get text(): string {
    return this.lines.join('\n');
  }

  /** Reads on until a line matches. @throws Error when the output ends before */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const { value, done } = await this.output.next();
      if (done) throw new Error(`the output ended without ${pattern}:\n${this.text}`);
      this.lines.push(value);
      if (pattern.test(value)) return value;
    }
  }

  async stop(): Promise<number | null> {
    this.process.kill('SIGTERM');
    return await this.exited;
  }
}

describe('npm run demo', () => {
  let directory: string;
  let demo: Demo | undefined;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'rollcall-demo-'));
  });

  afterEach(async () => {
    await demo?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('pushes two directories, verifies every webhook, keeps running, and does it again on the same data', async () => {
    for (const run of ['first', 'second']) {
      const port = await freePort();
      demo = new Demo({ PORT: String(port), ROLLCALL_DATA_DIR: directory }, '--fast');
      await demo.line(/All (\d+) events arrived, and all their signatures verified/);
      expect(demo.text, run).toMatch(/^ +people +28 +22 +50$/m);
      expect(demo.text, run).toMatch(/^ +groups +3 +3 +6$/m);
      const announced = /^ +events announced +(\d+) +(\d+) +(\d+)$/m.exec(demo.text)!.slice(1);
      const verified = /^ +events received and verified +(\d+) +(\d+) +(\d+)$/m.exec(demo.text)!.slice(1);
      expect(verified, run).toEqual(announced);
      expect(demo.text).toMatch(
        /Okta +user_updated +Bruno Diaz +\d+ ms +title Marketing Specialist → Account Executive/,
      );
      // One line for everybody in a group that is pushed.
      expect(demo.text).toMatch(/Okta +user_updated +\d+ people +[\d.]+ m?s +\+Sales$/m);
      expect(demo.text).not.toContain('\x1b');
      expect(demo.text).toMatch(/Entra ID +user_deleted +Gustav Vidal +\d+ ms +deactivated/);
      expect(demo.text).not.toMatch(/^\{/m);

      // Six events are refused and kept; somebody who leaves afterwards arrives before them; then all six arrive.
      const lines = demo.lines.filter((line) => / Okta +user_/.test(line));
      const refused = lines.flatMap((line, at) => (line.includes('refused (500): Rollcall keeps it') ? [at] : []));
      const kept = lines.flatMap((line, at) => (line.includes('kept through the outage') ? [at] : []));
      const leaver = lines.findLastIndex((line) => line.includes('user_deleted'));
      expect([refused.length, kept.length], run).toEqual([6, 6]);
      expect(lines[leaver]).toMatch(/\d+ ms +deactivated/);
      expect(Math.max(...refused)).toBeLessThan(leaver);
      expect(leaver).toBeLessThan(Math.min(...kept));
      expect(demo.text, run).toMatch(/^ +kept through the outage +6 +0 +6$/m);

      await demo.line(/Stop it with Ctrl-C/);
      expect(demo.text).toMatch(
        /^ {2}Dashboard +http:\/\/127\.0\.0\.1:\d+\/dashboard\n {2}Sign in +with the API key \S+$/m,
      );
      // Nobody is at a terminal here, so no link that signs in is printed.
      expect(demo.text).not.toContain('works once');
      const { status } = await fetch(`http://127.0.0.1:${port}/health/ready`);
      expect(status).toBe(200);
      expect(await demo.stop(), run).toBe(0);
      const log = readFileSync(join(directory, 'demo.log'), 'utf8');
      expect(log).toMatch(/^\{"level":30/);
      // Its own endpoint at the end.
      expect(log.match(/"method":"DELETE","route":"\/api\/v1\/webhook_endpoints\/:\w+","status":204/g)).toHaveLength(1);
    }
  });

  it('reads a source that does not push, where it is asked to', async () => {
    demo = new Demo({ PORT: String(await freePort()), ROLLCALL_DATA_DIR: directory }, '--fast', '--pulled');
    await demo.line(/All (\d+) events arrived, and all their signatures verified/);
    expect(demo.text).toMatch(/^ +people +28 +22 +12 +62$/m);
    expect(demo.text).toMatch(/^ +left +\d+ +\d+ +2 +\d+$/m);
    expect(demo.text).toMatch(/HiBob +sync_completed +the directory +- +10 created, 3 groups created/);
    expect(demo.text).toMatch(/HiBob +user_updated .*title Sales Specialist → Sales Engineer/);
    expect(demo.text).toMatch(/HiBob: the next listing ends in the middle, and nobody leaves because of it/);
    expect(demo.text).toMatch(/HiBob +sync_failed +the directory/);
    expect(demo.text).toMatch(/HiBob: the next listing is empty: the sync waits for a person to look/);
  });

  it('can be stopped in the middle', async () => {
    demo = new Demo({ PORT: String(await freePort()), ROLLCALL_DATA_DIR: directory });
    await demo.line(/user_created/);
    expect(await demo.stop()).toBe(0);
  });

  it('ends with the launcher, when that cannot start', async () => {
    demo = new Demo({ PORT: String(await freePort()), ROLLCALL_DATA_DIR: '/dev/null/data' });
    expect(await demo.exited).toBe(1);
  });

  it.each([
    [['--help'], 0],
    [['--slow'], 1],
  ])('with %j ends with status %i and starts nothing', async (options, code) => {
    demo = new Demo({ ROLLCALL_DATA_DIR: directory }, ...options);
    expect(await demo.exited).toBe(code);
  });
});
