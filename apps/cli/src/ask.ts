import { createInterface } from 'node:readline/promises';

/**
 * Asks whoever sits at the terminal.
 * @throws the reason of `stop`, which Ctrl-C aborts: the terminal reads the keys itself meanwhile, and no signal is sent
 */
export async function ask(
  question: string,
  stop: AbortController,
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Promise<string> {
  const terminal = createInterface({ input, output });
  try {
    return await terminal.question(question, { signal: stop.signal });
  } catch {
    stop.abort(new Error('stopped'));
    throw stop.signal.reason;
  } finally {
    terminal.close();
  }
}
