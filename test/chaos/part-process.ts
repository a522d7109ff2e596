import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { YOUNG_GENERATION } from '../../apps/rollcall/src/supervised-part.js';

const LAUNCHER = fileURLToPath(new URL('../../dist/apps/rollcall/src/main.js', import.meta.url));

const READY = { api: 'Rollcall is ready', worker: 'worker is running' };

/** What is kept of the output, for a failure that has to be explained. */
const KEPT_CHARACTERS = 20_000;
const LAST_WORDS = 3_000;

/** The api or a worker of the built product, in a process that can be killed, frozen and started again. */
export class PartProcess {
  output = '';
  /** How it ended where nobody asked it to. */
  readonly accidents: string[] = [];
  private child: ChildProcess | undefined;
  private closed: Promise<unknown> = Promise.resolve();
  private expected = false;
  private readonly signals = new EventEmitter();

  constructor(
    readonly role: 'api' | 'worker',
    private readonly environment: Record<string, string>,
  ) {}

  get pid(): number {
    return this.child!.pid!;
  }

  /** Resolves when it says that it is ready. @throws Error with its output when it ends before. */
  async start(): Promise<void> {
    this.output = '';
    this.expected = false;
    const { PATH, HOME } = process.env;
    // As the launcher runs it, and the image.
    const child = spawn(process.execPath, [`--max-semi-space-size=${YOUNG_GENERATION[this.role]}`, LAUNCHER], {
      env: { PATH, HOME, ...this.environment, ROLLCALL_ROLE: this.role },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    let over = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.output = (this.output + chunk.toString()).slice(-KEPT_CHARACTERS);
        this.signals.emit('output');
      });
    }
    this.closed = once(child, 'close').then(([code, signal]) => {
      over = true;
      if (!this.expected) {
        const said = this.output.slice(-LAST_WORDS);
        this.accidents.push(`the ${this.role} ended by itself (${String(signal ?? code)}):\n${said}`);
      }
      this.signals.emit('output');
    });
    while (!this.output.includes(READY[this.role])) {
      if (over) throw new Error(`The ${this.role} ended before it was ready:\n${this.output}`);
      await once(this.signals, 'output');
    }
  }

  /** Without a chance to clean up. Resolves when it is gone. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** As an orchestrator stops it. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** It keeps its connections, and does nothing any more. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    this.expected = true;
    this.child?.kill(signal);
    await this.closed;
  }
}
