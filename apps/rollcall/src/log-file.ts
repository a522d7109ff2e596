import { createWriteStream, existsSync, renameSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Readable } from 'node:stream';
import { isWarning, readableLine } from '#log';

export interface LogFileOptions {
  directory: string;
  /** A line for the terminal. */
  print: (line: string) => void;
  colours: boolean;
}

/** Where the lines of the parts go when somebody looks at the terminal: all of them to a file, what needs a look to the terminal. */
export class LogFile {
  readonly path: string;
  private readonly file: WriteStream;

  constructor(private readonly options: LogFileOptions) {
    this.path = join(options.directory, 'rollcall.log');
    // The log of the start before stays for a comparison; older ones go.
    if (existsSync(this.path)) renameSync(this.path, `${this.path}.1`);
    this.file = createWriteStream(this.path, { mode: 0o600 });
    // A full disk must not stop anybody's webhooks.
    this.file.on('error', () => {});
  }

  /** Reads a part's output to its end. */
  follow(output: Readable): void {
    createInterface(output).on('line', (line) => {
      this.file.write(`${line}\n`);
      if (isWarning(line)) this.options.print(readableLine(line, this.options.colours));
    });
  }

  close(): void {
    this.file.end();
  }
}
