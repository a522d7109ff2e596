import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The command line of these sources as a program, which Node starts at once; below the repository, where its packages are. */
export async function buildCommandLine(): Promise<{ program: string; remove: () => void }> {
  const folder = join(root, 'dist', `test-cli-${process.pid}`);
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    resolve: { conditions: ['development'] },
    ssr: { resolve: { conditions: ['development'] } },
    oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
    build: { ssr: join(root, 'apps/cli/src/main.ts'), outDir: folder, minify: false, emptyOutDir: true },
  });
  return { program: join(folder, 'main.js'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The agent as an administrator runs it: it can be killed, stopped, and waited for. */
export class AgentProcess {
  output = '';
  private readonly child: ChildProcess;
  private readonly signals = new EventEmitter();
  private ended: { code: number | null; signal: string | null } | undefined;

  constructor(program: string, args: readonly string[], token: string, folder: string) {
    const { PATH, HOME } = process.env;
    this.child = spawn(process.execPath, [program, 'agent', ...args], {
      cwd: folder,
      env: { PATH, HOME, ROLLCALL_AGENT_TOKEN: token },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!])
      stream.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
        this.signals.emit('change');
      });
    this.child.once('close', (code, signal) => {
      this.ended = { code, signal };
      this.signals.emit('change');
    });
  }

  /** Without a chance to clean up. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** As a service manager stops it. */
  terminate(): void {
    this.child.kill('SIGTERM');
  }

  /** @throws Error with the output where it ends before it says so */
  async says(text: string | RegExp): Promise<void> {
    const said = () => (typeof text === 'string' ? this.output.includes(text) : text.test(this.output));
    while (!said()) {
      if (this.ended !== undefined) throw new Error(`The agent ended before it said ${String(text)}:\n${this.output}`);
      await once(this.signals, 'change');
    }
  }

  /** @returns the exit status, or the signal that ended it */
  async end(): Promise<number | string | null> {
    while (this.ended === undefined) await once(this.signals, 'change');
    return this.ended.signal ?? this.ended.code;
  }
}
