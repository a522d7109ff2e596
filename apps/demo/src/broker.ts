import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { READ_AT_TERMINAL } from '../../rollcall/src/terminal.js';
import { type BrokerMessage } from './broker-process.js';

export interface BrokerOptions {
  env: NodeJS.ProcessEnv;
  /** Where the log goes, in `demo.log`: one JSON line per request, among which nobody would find the demo's own. */
  directory: string;
  print: (line: string) => void;
  /** Whether a person reads at a terminal what is printed. */
  isRead: boolean;
}

/** A broker as `npm start` runs it. */
export class Broker {
  /** Resolves when it is up; never, when it ends before. */
  readonly ready: Promise<BrokerMessage>;
  /** Its exit status. */
  readonly ended: Promise<number>;
  private readonly process;
  private log: WriteStream | undefined;

  constructor(private readonly options: BrokerOptions) {
    this.process = fork(
      fileURLToPath(new URL('./broker-process.js', import.meta.url)),
      options.isRead ? [READ_AT_TERMINAL] : [],
      {
        env: options.env,
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
        // Ctrl-C is for the demo, which says goodbye before it stops the broker. When it cannot, the broker notices.
        detached: true,
      },
    );
    this.ready = new Promise((resolve) => this.process.once('message', (message) => resolve(message as BrokerMessage)));
    this.ended = once(this.process, 'close').then(([code]) => (code as number | null) ?? 1);
    createInterface(this.process.stdout!).on('line', (line) => this.sort(line));
  }

  get logFile(): string {
    return join(this.options.directory, 'demo.log');
  }

  stop(): void {
    this.process.kill('SIGTERM');
  }

  private sort(line: string): void {
    if (!line.startsWith('{')) return this.options.print(line);
    if (this.log === undefined) {
      mkdirSync(this.options.directory, { recursive: true, mode: 0o700 });
      this.log = createWriteStream(this.logFile, { mode: 0o600 });
      // A full disk must not end the demo.
      this.log.on('error', () => {});
    }
    this.log.write(`${line}\n`);
  }
}
