import { runningRollcall } from '../../rollcall/src/running-rollcall.js';

export const DEFAULT_URL = 'http://127.0.0.1:3000';
const DATA_DIRECTORY = '.rollcall';

type Env = Record<string, string | undefined>;

/** Where the Rollcall beside us keeps its data, and where we keep what is ours. */
export const dataDirectory = (env: Env): string => env['ROLLCALL_DATA_DIR'] || DATA_DIRECTORY;

/** The address of the Rollcall to talk to, where nobody says which: the one that runs here, or where it would run. */
export function localUrl(env: Env): string {
  const running = runningRollcall(dataDirectory(env));
  if (running?.url !== undefined) return running.url;
  const port = env['PORT'];
  return port && /^\d{1,5}$/.test(port) && port !== '0' ? `http://127.0.0.1:${port}` : DEFAULT_URL;
}

/** The key of the Rollcall that runs here. It is for this address alone: nobody else is to see it. */
export function localKey(env: Env, url: string): string | undefined {
  const running = runningRollcall(dataDirectory(env));
  return running?.url !== undefined && isSameRollcall(running.url, url) ? running.apiKey : undefined;
}

export const isSameRollcall = (one: string, other: string): boolean => origin(one) === origin(other);

/** `localhost` is this machine, too. */
function origin(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, port } = new URL(url);
  return `${protocol}//${hostname === 'localhost' ? '127.0.0.1' : hostname}:${port}`;
}
