import { readFileSync } from 'node:fs';
import { VERSION } from '#client';
import { type AgentOptions, type Log } from '../../../agent/src/index.js';
import { SOURCES } from '../../../agent/src/source-names.js';
import { type Command } from '../command.js';
import { EXIT } from '../exit-status.js';
import { plain } from '../plain.js';
import { type Session } from '../session.js';
import { UsageError } from '../usage-error.js';
import { duration } from './duration.js';

const TIMEOUT_MS = 30_000;
const TOKEN = 'ROLLCALL_AGENT_TOKEN';

/** A connector inside the customer's network, which pushes what differs (docs/agent.md). */
export const AGENT: Command = {
  words: ['agent'],
  summary: 'Read a directory inside your network, and push what differs to Rollcall over SCIM',
  options: {
    source: {
      value: 'SOURCE',
      about: `What to read: ${Object.keys(SOURCES).join(', ')} (needed)`,
      values: Object.keys(SOURCES),
    },
    config: { value: 'FILE', about: 'Settings and secrets of the source: {"settings": {…}, "secrets": {…}} (needed)' },
    endpoint: { value: 'URL', about: 'SCIM base URL of the directory in Rollcall (needed)' },
    token: {
      value: 'SECRET',
      about: `Secret of the directory; better ${TOKEN} or --token-file: others can see a command line`,
    },
    'token-file': { value: 'FILE', about: 'File with the secret of the directory' },
    every: { value: 'TIME', about: 'Run again and again: 15m, 1h; without it the agent runs once' },
    'dry-run': { about: 'Show what a run would push; change nothing' },
    approve: { about: 'Let people leave whom a run that needs review has shown, if they are still missing' },
    adopt: { about: 'With a new state file: people at the endpoint who are not listed leave, after the same guards' },
    names: { about: 'Name people in the log; without it the log has counts only' },
    state: {
      value: 'FILE',
      about: 'File that records what Rollcall has acknowledged; beside the configuration unless given',
    },
    timeout: { value: 'TIME', about: `How long Rollcall may take for an answer; ${TIMEOUT_MS / 1_000}s unless given` },
  },
  isOffline: true,
  details: `Nothing is pushed, and the exit status is ${EXIT.review}, when a run needs review: the listing is empty or incomplete, or more than 20 %
and more than 10 of the people would leave. With --every the agent goes on after a run that failed, and SIGTERM ends the agent.`,
  async run(session) {
    const options = optionsOf(session);
    const everyMs = session.text('every') === undefined ? undefined : duration(session.needed('every'), 'every');
    // Loaded here: no other command needs connectors.
    const { AgentError, errorLine, logText, runAgent, runEvery } = await import('../../../agent/src/index.js');
    const log: Log = (line) => {
      const { out, err } = session.world;
      const shown = session.json ? line : { ...line, message: line.message.split('\n').map(plain).join('\n') };
      (line.level === 'error' ? err : out).write(`${logText(shown, session.json, new Date())}\n`);
    };
    warnAbout(session, options, log);
    const once = () => runAgent(options, log, session.signal);
    if (everyMs !== undefined) {
      await runEvery(everyMs, once, log, session.signal);
      return EXIT.done;
    }
    try {
      await once();
      return EXIT.done;
    } catch (error) {
      session.signal.throwIfAborted();
      log(errorLine(error));
      return error instanceof AgentError ? EXIT[error.kind] : EXIT.failed;
    }
  },
};

function optionsOf(session: Session): AgentOptions {
  const source = session.oneOf('--source', session.needed('source'), Object.keys(SOURCES));
  const configPath = session.needed('config');
  const timeout = session.text('timeout');
  return {
    source: SOURCES[source]!,
    configPath,
    statePath: session.text('state') ?? `${configPath.replace(/\.json$/, '')}.state.json`,
    endpoint: endpointOf(session.needed('endpoint')),
    token: tokenOf(session),
    userAgent: `rollcall-agent/${VERSION}`,
    timeoutMs: timeout === undefined ? TIMEOUT_MS : duration(timeout, 'timeout'),
    dryRun: session.flag('dry-run'),
    approve: session.flag('approve'),
    adopt: session.flag('adopt'),
    showNames: session.flag('names'),
  };
}

/** Without a slash at its end, always in the same form: the state belongs to it. */
function endpointOf(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.search !== '')
    throw new UsageError('--endpoint must be the SCIM base URL, like https://rollcall.example/directory/dir_…/scim/v2');
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function tokenOf(session: Session): string {
  const file = session.text('token-file');
  const token = session.text('token') ?? (file === undefined ? session.world.env[TOKEN] : contentOf(file));
  if (token === undefined || token.trim() === '') throw new UsageError(`Set ${TOKEN}, or give --token-file or --token`);
  // It is a header: a line break in it would be one of the request.
  if (!/^[\x21-\x7e]+$/.test(token.trim())) throw new UsageError('The token has characters that no token has');
  return token.trim();
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--token-file: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function warnAbout(session: Session, { endpoint }: AgentOptions, log: Log): void {
  const warn = (message: string) => log({ level: 'warning', event: 'configuration', message });
  if (session.text('token') !== undefined)
    warn(`Other accounts of this machine can see --token in the list of processes: use ${TOKEN} or --token-file.`);
  const { protocol, hostname } = new URL(endpoint);
  const isHere = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  if (protocol === 'http:' && !isHere)
    warn('The token and people cross the network unencrypted: use an https:// endpoint.');
}
