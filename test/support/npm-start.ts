import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const script = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));

export interface NpmStartOptions {
  /** Where it is called; the root of the repository unless given. */
  cwd?: string;
  /** In a terminal of its own, as `script` of util-linux makes one. Its signals go to the launcher: see `launcher.json`. */
  terminal?: boolean;
}

/** The real `npm start`, in a process of its own. */
export class NpmStart {
  output = '';
  /** The exit status, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  private readonly child: ChildProcess;
  private readonly signals = new EventEmitter();
  private over = false;

  constructor(env: Record<string, string>, { cwd = root, terminal = false }: NpmStartOptions = {}) {
    const { PATH, HOME } = process.env;
    const command = [process.execPath, script];
    const [executable, ...args] = terminal ? ['script', '-qec', command.join(' '), '/dev/null'] : command;
    this.child = spawn(executable!, args, {
      cwd,
      env: { PATH, HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.on('data', (chunk: Buffer) => {
        this.output += chunk.toString().replaceAll('\r\n', '\n');
        this.signals.emit('output');
      });
    }
    this.ended = once(this.child, 'close').then(([code, signal]) => {
      this.over = true;
      this.signals.emit('output');
      return (code ?? signal) as number | NodeJS.Signals;
    });
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** What is printed for people: without the log lines of the apps. */
  get lines(): string[] {
    const printed = this.output.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    // Said at each start on a Node past its end of life, whatever the test is about.
    return printed.filter(
      (line) => !line.startsWith(`Node ${process.versions.node.split('.')[0]} has had no security fixes`),
    );
  }

  /** Resolves when its output has that text. @throws Error with the output when it ends before. */
  async printed(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.over) throw new Error(`It ended without printing "${text}":\n${this.output}`);
      await once(this.signals, 'output');
    }
  }

  get curl(): string {
    return this.lines.find((line) => line.startsWith('curl '))!;
  }

  get apiKey(): string {
    return /API key +(\S+)/.exec(this.output)![1]!;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** The direct children of a process, its own unless given: process id and command line. */
  children(of = this.pid): { pid: number; command: string }[] {
    return processes().filter(({ parent }) => parent === of);
  }

  async stop(): Promise<number | NodeJS.Signals> {
    this.signal('SIGTERM');
    return this.ended;
  }
}

/** A slim container has no `ps`, and macOS has no /proc. */
function processes(): { pid: number; parent: number; command: string }[] {
  if (process.platform !== 'linux') {
    const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' });
    return [...table.matchAll(/^ *(\d+) +(\d+) +(.*)$/gm)].map(([, pid, parent, command]) => ({
      pid: Number(pid),
      parent: Number(parent),
      command: command!,
    }));
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
        return [{ pid: Number(pid), parent, command }];
      } catch {
        // It ended while we were looking.
        return [];
      }
    });
}
