// The process around the commands: its streams, its signals, its exit status.
import { basename, relative } from 'node:path';
import { EnvironmentFileError, loadEnvironmentFile } from '#config';
import { ask } from './ask.js';
import { EXIT } from './exit-status.js';
import { run } from './run.js';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => stop.abort(new Error('stopped')));
}
// `rollcall events tail | head`: nobody reads any more, and that is no failure.
process.stdout.on('error', () => process.exit(0));

try {
  loadEnvironmentFile();
} catch (error) {
  if (!(error instanceof EnvironmentFileError)) throw error;
  console.error(`Error: ${error.message}`);
  process.exit(EXIT.usage);
}

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  out: process.stdout,
  err: process.stderr,
  signal: stop.signal,
  name: nameOf(process.argv[1] ?? ''),
  ...(process.stdin.isTTY && process.stderr.isTTY && { ask: (question) => ask(question, stop) }),
});

/** As it was called: by its name, by npx in a clone, or as a file, which is how the Docker image does it. */
function nameOf(script: string): string {
  if (process.env['npm_command'] === 'exec') return 'npx rollcall';
  if (basename(script) === 'rollcall') return 'rollcall';
  return basename(script) === 'main.js' ? `node ${relative('', script)}` : 'npx rollcall';
}
