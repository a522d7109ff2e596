import { setTimeout as sleep } from 'node:timers/promises';
import { type Directory, type Sync } from '#client';
import { type Command } from '../command.js';
import { counted } from '../counted.js';
import { EXIT } from '../exit-status.js';
import { plain } from '../plain.js';
import { type Session } from '../session.js';
import { UsageError } from '../usage-error.js';
import { DIRECTORY, directoryOf, FOUND_BY } from './in-directory.js';
import { firstOf, LIMIT } from './lists.js';
import { YES } from './yes.js';

const EVERY_MS = 500;
const SYNC = { name: 'sync', about: 'Id of the sync' };
const DECISIONS = ['approve', 'reject', 'cancel'] as const;
const COLUMNS = {
  id: (sync: Sync) => sync.id,
  state: (sync: Sync) => (sync.dry_run ? `${sync.state} (dry run)` : sync.state),
  trigger: (sync: Sync) => sync.trigger,
  created: (sync: Sync) => sync.created,
  updated: (sync: Sync) => sync.updated,
  left: (sync: Sync) => sync.deactivated,
  begun: (sync: Sync) => sync.started_at ?? sync.created_at,
  error: (sync: Sync) => sync.error?.message ?? '',
};

/** Syncs of directories that Rollcall pulls. */
export const SYNCS: readonly Command[] = [
  {
    words: ['directories', 'sync'],
    summary: 'Pull a directory from its source now',
    arguments: [DIRECTORY],
    options: {
      ...FOUND_BY,
      'dry-run': { about: 'Only count what would change' },
      wait: { about: 'Wait for the end; exit with 1 unless the sync succeeded' },
    },
    async run(session) {
      const directory = await directoryOf(session);
      const call = { dry_run: session.flag('dry-run') || undefined, signal: session.signal };
      const begun = await session.client.directories.sync(directory, call);
      const sync = session.flag('wait') ? await ended(session, directory, begun) : begun;
      showOne(session, sync);
      return session.flag('wait') && sync.state !== 'succeeded' ? EXIT.failed : EXIT.done;
    },
  },
  {
    words: ['directories', 'syncs'],
    summary: 'List the syncs of a directory, newest first',
    arguments: [DIRECTORY],
    options: { ...FOUND_BY, ...LIMIT },
    async run(session) {
      const directory = await directoryOf(session);
      const list = session.client.directories.syncs(directory, {}, { signal: session.signal });
      session.show(await firstOf(session, list), COLUMNS, 'There was no sync yet.');
    },
  },
  {
    words: ['directories', 'review'],
    summary: 'Show who would leave by a sync, and approve, reject or cancel the sync',
    arguments: [DIRECTORY, SYNC],
    options: {
      ...FOUND_BY,
      decision: {
        value: 'WHAT',
        about: 'approve, reject or cancel; without --decision nothing is decided',
        values: DECISIONS,
      },
      ...YES,
    },
    details: 'Approving lists the source again: only people who were shown, and who are still absent, leave.',
    async run(session) {
      const directory = await directoryOf(session);
      const { directories } = session.client;
      const call = { signal: session.signal };
      const sync = await directories.getSync(directory, session.argument('sync'), call);
      const decision = session.choice('decision', DECISIONS);
      if (decision === undefined) return showReview(session, sync);
      if (decision === 'approve') {
        if (sync.review === null) throw new UsageError(`nobody has to approve ${sync.id}: the sync is ${sync.state}`);
        if (!session.flag('yes')) {
          const { would_deactivate, of } = sync.review;
          await session.confirm(
            `${would_deactivate} of ${counted(of, 'person', 'people')} would leave ${plain(directory.name)}.`,
          );
        }
      }
      showOne(session, await directories.decideSync(directory, sync.id, decision, call));
    },
  },
];

async function ended(session: Session, directory: Directory, begun: Sync): Promise<Sync> {
  const { signal } = session;
  let sync = begun;
  while (sync.state === 'queued' || sync.state === 'running') {
    session.progress.say(`${sync.progress.phase}: ${counted(sync.progress.seen, 'user')} …`);
    await sleep(EVERY_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
    sync = await session.client.directories.getSync(directory, sync.id, { signal });
  }
  session.progress.end();
  return sync;
}

function showReview(session: Session, sync: Sync): void {
  if (session.json) return session.printJson(sync);
  showOne(session, sync);
  for (const { id, email, name } of sync.review?.sample ?? []) {
    session.print(`  ${id}  ${plain(name ?? '')}  ${plain(email ?? '')}`);
  }
}

function showOne(session: Session, sync: Sync): void {
  if (session.json) return session.printJson(sync);
  session.print(`${session.style.bold(sync.id)}  ${sync.state}${sync.dry_run ? ' (dry run)' : ''}`);
  session.print(
    `users        ${sync.created} created, ${sync.updated} updated, ${sync.deactivated} left, ${sync.reactivated} came back, ${sync.unchanged} unchanged, ${sync.skipped} skipped`,
  );
  session.print(
    `groups       ${sync.groups_created} created, ${sync.groups_updated} updated, ${sync.groups_deleted} deleted; members ${sync.memberships_added} added, ${sync.memberships_removed} removed`,
  );
  for (const { message, count } of sync.warnings) session.print(`warning      ${plain(message)} (${count})`);
  if (sync.error !== null) session.print(`error        ${plain(sync.error.message)} ${plain(sync.error.hint)}`);
  if (sync.review !== null && sync.review.reason !== '') {
    session.print(`review       ${plain(sync.review.reason)}`);
  }
}
