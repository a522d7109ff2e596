import { runningRollcall } from '../../rollcall/src/running-rollcall.js';
import { CommandError } from './command-error.js';
import { EXIT } from './exit-status.js';
import { dataDirectory, isSameRollcall } from './local-rollcall.js';
import { UsageError } from './usage-error.js';

type Env = Record<string, string | undefined>;

/** Why there is no key for this address, and what to do. @param isNamed whether somebody named the address */
export function noKey(env: Env, url: string, isNamed: boolean): Error {
  const directory = dataDirectory(env);
  const running = runningRollcall(directory);
  if (running !== undefined && running.url === undefined)
    return new CommandError('The Rollcall of this folder is starting: try again in a moment.', EXIT.unreachable);
  if (running?.url !== undefined && !isSameRollcall(running.url, url))
    return new UsageError(`The key in ${directory} belongs to ${running.url}. Set ROLLCALL_API_KEY for ${url}.`);
  if (running !== undefined || isNamed) return new UsageError(`Set ROLLCALL_API_KEY for ${url}.`);
  return new CommandError(
    'No Rollcall runs in this folder, and ROLLCALL_API_KEY is not set. Start one with npm start, or set ROLLCALL_URL and ROLLCALL_API_KEY.',
    EXIT.unreachable,
  );
}
