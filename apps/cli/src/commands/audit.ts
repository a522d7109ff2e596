import { open } from 'node:fs/promises';
import { type components } from '#client';
import { AuditChains, BrokenChainError } from '../audit-chains.js';
import { type Command } from '../command.js';
import { CommandError } from '../command-error.js';
import { counted } from '../counted.js';
import { EXIT } from '../exit-status.js';
import { plain } from '../plain.js';
import { type Session } from '../session.js';
import { instant } from './instant.js';
import { firstOf, LIMIT, listOf, ORG } from './lists.js';
import { mustExist } from './must-exist.js';

type Entry = components['schemas']['AuditLogBody'];

const COLUMNS = {
  time: (entry: Entry) => entry.at,
  action: (entry: Entry) => entry.action,
  actor: (entry: Entry) => entry.actor_id ?? entry.actor_type,
  target: (entry: Entry) => entry.target_id ?? entry.target_type,
  organization: (entry: Entry) => entry.organization_id,
  ip: (entry: Entry) => entry.ip,
  outcome: (entry: Entry) => (entry.outcome === 'done' ? 'done' : (entry.error_code ?? entry.outcome)),
};

/** Who did what. */
export const AUDIT: readonly Command[] = [
  {
    words: ['audit', 'list'],
    summary: 'List who changed what, newest first',
    options: {
      ...ORG,
      ...LIMIT,
      dir: { value: 'DIR', about: 'Only entries of this directory' },
      action: { value: 'ACTION', about: 'Only entries of this action: directory.create' },
      since: { value: 'TIME', about: 'Only entries after this time: 2026-01-31T12:00:00Z, or 24h ago: 24h' },
      until: { value: 'TIME', about: 'Only entries before this time' },
    },
    async run(session) {
      const now = new Date();
      const time = (name: string) => {
        const value = session.text(name);
        return value === undefined ? undefined : instant(value, name, now);
      };
      const query = {
        organization_id: await session.organizationId(),
        directory_id: session.text('dir'),
        action: session.text('action'),
        start_time: time('since'),
        end_time: time('until'),
      };
      const entries = await firstOf(session, listOf<Entry>(session, '/audit_logs', 'audit_logs', query));
      if (entries.length === 0) await mustExist(session);
      session.show(entries, COLUMNS, 'No entries match.');
    },
  },
  {
    words: ['audit', 'export'],
    summary: 'Print the whole audit log with its hash chain, one JSON object per line',
    options: ORG,
    details: 'Keep an export elsewhere: {rollcall} audit verify --file recomputes its hashes at any time.',
    async run(session) {
      for await (const line of await exportOf(session)) session.print(line);
    },
  },
  {
    words: ['audit', 'verify'],
    summary: 'Recompute the hash chain of the audit log',
    options: {
      ...ORG,
      file: { value: 'FILE', about: 'File with an export; the log of the running Rollcall unless given' },
      head: { value: 'HASH', about: 'A hash that was once the last of a chain: an entry has to have this hash' },
    },
    details: `The exit status is 0 where every entry is as it was written, and 1 where one is not: the first such entry is named.
Somebody who can rewrite the whole log can compute new hashes. So write down the last hash that this command prints, where
they cannot reach it, and give it as --head the next time.`,
    run: verify,
  },
];

async function exportOf(session: Session): Promise<AsyncIterable<string>> {
  const file = session.text('file');
  if (file !== undefined) return (await open(file)).readLines({ signal: session.signal });
  const query = { organization_id: await session.organizationId() };
  // Before the export, which is an entry itself.
  const entries = await listOf<Entry>(session, '/audit_logs', 'audit_logs', query).toArray({ limit: 1 });
  if (entries.length === 0) await mustExist(session);
  return session.client.lines('/audit_logs:export', { query, signal: session.signal });
}

async function verify(session: Session): Promise<number> {
  const chains = new AuditChains(session.text('head'));
  try {
    for await (const line of await exportOf(session)) chains.read(line);
    const whole = chains.end();
    session.show(
      whole,
      {
        organization: ({ organizationId }) => organizationId ?? '(none)',
        entries: ({ entries }) => entries,
        'last hash': ({ head }) => head,
      },
      'The log has no entries.',
    );
    const entries = whole.reduce((sum, chain) => sum + chain.entries, 0);
    session.note(
      `${session.style.green('Unbroken:')} ${counted(entries, 'entry', 'entries')} in ${counted(whole.length, 'chain')}.`,
    );
    return EXIT.done;
  } catch (error) {
    if (error instanceof BrokenChainError) throw new CommandError(`The audit log is broken: ${plain(error.message)}`);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new CommandError(`There is no file ${plain(session.text('file') ?? '')}.`);
    }
    throw error;
  }
}
