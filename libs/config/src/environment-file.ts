import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** A `.env` file that cannot be used; the message says which line, and never its value. */
export class EnvironmentFileError extends Error {
  override readonly name = 'EnvironmentFileError';
}

const NAME = /^(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=/;
const QUOTES = ['"', "'", '`'];

/**
 * Adds the variables of `.env` in this folder to the environment. A variable that is set already keeps its value.
 * @returns the path of the file, if there is one. @throws EnvironmentFileError when it cannot be read as a whole
 */
export function loadEnvironmentFile(
  directory: string = process.cwd(),
  env: Record<string, string | undefined> = process.env,
): string | undefined {
  const path = join(directory, '.env');
  const text = read(path);
  if (text === undefined) return undefined;
  const broken = brokenLine(text);
  if (broken !== undefined) throw new EnvironmentFileError(`${path}, line ${broken.line}: ${broken.problem}.`);
  for (const [name, value] of Object.entries(parseEnv(text))) env[name] ??= value;
  return path;
}

function read(path: string): string | undefined {
  try {
    // Windows editors begin a file with a byte order mark.
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new EnvironmentFileError(`${path} cannot be read (${code}).`);
  }
}

/** Node's parser skips a line that it does not understand, and a setting that is skipped in silence is a trap. */
function brokenLine(text: string): { line: number; problem: string } | undefined {
  const lines = text.split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!.trim();
    if (line === '' || line.startsWith('#')) continue;
    const name = NAME.exec(line)?.[0];
    if (name === undefined)
      return { line: index + 1, problem: 'it must be NAME=value, or a comment that begins with #' };
    const value = line.slice(name.length).trimStart();
    const quote = QUOTES.find((one) => value.startsWith(one));
    if (quote === undefined || value.indexOf(quote, 1) !== -1) continue;
    // A quoted value may go on over several lines.
    const end = lines.findIndex((later, at) => at > index && later.includes(quote));
    if (end === -1) return { line: index + 1, problem: `the quote ${quote} is not closed` };
    index = end;
  }
  return undefined;
}
