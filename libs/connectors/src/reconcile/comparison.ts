import { ahead } from './ahead.js';
import { type Plan, type UserStep } from './plan.js';
import { reviewReason } from './review-guard.js';
import { NOTHING } from './sync-counts.js';
import { type ChangeNote, type SyncStore, type SyncWork } from './sync-store.js';
import { changedFields, personOf } from './user-fields.js';
import { type WarningBook } from './warning-book.js';

/** Changes that are kept one by one; beyond that they are counted. Those who leave are always named. */
const MOST_NOTES = 20_000;

/** `try`: all that differs are names that somebody else has, as it may have been the last time. */
export type Verdict = 'apply' | 'try' | 'nothing_to_do' | 'needs_review';

/** Counts what the listing would change, notes it for people to read, and asks the guards. Changes nothing. */
export class Comparison {
  private noted = 0;
  private contested = 0;

  constructor(
    private readonly store: SyncStore,
    private readonly plan: Plan,
    private readonly warnings: WarningBook,
  ) {}

  async run(work: SyncWork): Promise<Verdict> {
    await this.store.forgetNotes(work);
    work.counts = { ...NOTHING };
    await this.store.resolveManagers(work);
    await this.plan.markLeavers();
    await this.warnAboutMembers(work);
    const reason = await this.guard(work);
    // What a review shows is what would happen if it were approved, person by person. Nothing of it has happened.
    if (reason !== undefined && !work.dryRun) {
      await this.count(work);
      work.counts = { ...NOTHING };
      await this.store.review(work, reason);
      return 'needs_review';
    }
    await this.count(work);
    work.warnings = this.warnings.list();
    if (work.dryRun) await this.store.preview(work, reason ?? null);
    const changes = changesOf(work);
    if (changes === 0) return 'nothing_to_do';
    return changes > this.contested ? 'apply' : 'try';
  }

  /** Only full listings say who is absent; somebody who waits for review, or has approved, has been asked. */
  private async guard(work: SyncWork): Promise<string | undefined> {
    if (work.approved) return undefined;
    const facts = await this.store.facts(work);
    // A file of which nobody is missing, and changes since a mark, can say little by saying nothing.
    const isWhole = work.scope === 'full';
    const reason = reviewReason({
      ...facts,
      ...(!isWhole && { stagedUsers: 1 }),
      ...(!(isWhole && work.listsGroups) && { pulledGroups: 0 }),
    });
    if (reason === undefined || !work.isLocked) return reason;
    this.warnings.add({
      code: 'departures_waiting',
      message: 'An earlier sync waits for review: nobody leaves before somebody has decided.',
    });
    return undefined;
  }

  private async count(work: SyncWork): Promise<void> {
    const { counts } = work;
    for await (const page of this.plan.leavers()) {
      counts.deactivated += page.filter(({ active }) => active).length;
      await this.note(
        work,
        page
          .filter(({ active }) => active)
          .map((user) => ({
            kind: 'deactivated',
            userId: user.id,
            ...personOf(user.resource),
            changed: [],
            why: 'The source no longer lists them.',
            groupsLost: user.groups,
          })),
      );
    }
    let differing = 0;
    for await (const steps of ahead(this.plan.users({ everybody: work.dryRun }))) {
      for (const step of steps) count(work, step);
      differing += steps.length;
      this.contested += await this.store.contestedNames(
        work,
        steps.filter(asksForName).map(({ resource }) => resource),
      );
      const shown = this.noted < MOST_NOTES ? steps : steps.filter((step) => step.kind === 'update' && step.leaves);
      await this.note(work, shown.map(noteOf));
    }
    counts.unchanged = Math.max(work.seen - differing, 0);
    for await (const step of this.plan.groups()) {
      if (step.group === null) counts.groups_created += 1;
      else if (step.resource === null) counts.groups_deleted += 1;
      else if (step.differs) counts.groups_updated += 1;
      counts.memberships_added += step.added.length;
      counts.memberships_removed += step.removed.length;
    }
  }

  private async note(work: SyncWork, notes: ChangeNote[]): Promise<void> {
    const room = MOST_NOTES - this.noted;
    const kept = notes.filter(({ kind }, index) => index < room || kind === 'deactivated');
    this.noted += kept.length;
    if (kept.length > 0) await this.store.note(work, kept);
  }

  private async warnAboutMembers(work: SyncWork): Promise<void> {
    this.warnings.forget('member_unknown', 'departures_waiting');
    const { count, examples } = await this.store.unknownMembers(work);
    if (count === 0) return;
    const message = 'Groups have members who are not users of the directory. They are passed over.';
    this.warnings.add({ code: 'member_unknown', message }, count);
    for (const example of examples) this.warnings.add({ code: 'member_unknown', message, example }, 0);
  }
}

function changesOf({ counts }: SyncWork): number {
  const { unchanged: _unchanged, skipped: _skipped, ...changes } = counts;
  return Object.values(changes).reduce((sum, count) => sum + count, 0);
}

function asksForName(step: UserStep): boolean {
  if (step.kind === 'update') return !step.leaves && step.before['userName'] !== step.resource['userName'];
  return step.kind !== 'stay';
}

function count({ counts }: SyncWork, step: UserStep): void {
  if (step.kind === 'create') counts.created += 1;
  else if (step.kind === 'return') counts.reactivated += 1;
  else if (step.kind === 'stay') counts.skipped += 1;
  else if (step.leaves) counts.deactivated += 1;
  else if (step.returns) counts.reactivated += 1;
  else counts.updated += 1;
}

function noteOf(step: UserStep): ChangeNote {
  const about = { userId: step.userId, ...personOf(step.resource), changed: [], groupsLost: [] };
  switch (step.kind) {
    case 'create':
      return { ...about, kind: 'created', why: null };
    case 'return':
      return { ...about, kind: 'updated', why: 'The source lists them again.' };
    case 'stay':
      return { ...about, kind: 'skipped', why: step.why };
    case 'update': {
      const changed = changedFields(step.before, step.resource);
      if (step.leaves) {
        const isInactive = step.resource['active'] === false;
        const why = isInactive ? 'The source lists them as inactive.' : 'Their date of departure has come.';
        return { ...about, kind: 'deactivated', changed, why };
      }
      return { ...about, kind: 'updated', changed, why: null };
    }
  }
}
