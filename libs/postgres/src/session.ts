import { type ClientConfig } from 'pg';

/**
 * What every session of ours asks for, so that a server with its own settings (`jit` is on, a page at random costs four) runs our
 * statements as the embedded server does. Each statement is short: compiling it takes a hundred times longer than running it.
 */
const EVERYWHERE: Settings = {
  jit: 'off',
  random_page_cost: 1.1,
  // The server lets go of a client that the network has lost; its sessions would count as connections for hours.
  tcp_keepalives_idle: 15,
  tcp_keepalives_interval: 5,
  tcp_keepalives_count: 3,
  tcp_user_timeout: 30_000,
};

/** A statement is given up after this by the server, which tells the client so. */
export const STATEMENT_TIMEOUT_MS = 30_000;

/**
 * For sessions that people and IdPs wait for: how long a stuck client or a stuck statement can hold up others. The event feed serves
 * only what is older than the oldest running transaction, and a directory waits for the lock of the change before.
 */
export const IN_TURN: Settings = {
  statement_timeout: STATEMENT_TIMEOUT_MS,
  lock_timeout: 20_000,
  idle_in_transaction_session_timeout: 15_000,
};

/** A new connection to a server that does not answer is given up after this. */
const CONNECT_TIMEOUT_MS = 10_000;
/** Node's sockets then ask once a second, ten times. */
const KEEP_ALIVE_AFTER_MS = 10_000;

/** Settings of a session by their names in PostgreSQL. */
export type Settings = Readonly<Record<string, string | number>>;

/** How a connection of ours is made: all that is asked of the session goes in one start-up parameter, `options`. */
export function session(url: string, name: string, settings: Settings = {}): ClientConfig {
  const { connectionString, options } = withoutOptions(url);
  const own = Object.entries({ ...EVERYWHERE, ...settings }).map(([key, value]) => `-c ${key}=${value}`);
  return {
    connectionString,
    application_name: `rollcall-${name}`,
    // What the operator asks for in the URL comes last, and wins; `pg` itself would drop ours.
    options: [...own, ...(options === undefined ? [] : [options])].join(' '),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
  };
}

function withoutOptions(url: string): { connectionString: string; options?: string } {
  if (!URL.canParse(url)) return { connectionString: url };
  const parsed = new URL(url);
  const options = parsed.searchParams.get('options');
  if (options === null) return { connectionString: url };
  parsed.searchParams.delete('options');
  return { connectionString: parsed.href, options };
}
