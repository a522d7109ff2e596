import { type Change, DirectoryError, type DirectoryErrorCode, type ResultOf } from '#directory';
import { type ScimResource } from '#scim';
import { type Admission } from './admission.js';
import { ahead } from './ahead.js';
import { type GroupStep, type Plan, type UserStep } from './plan.js';
import { type ChangeNote, type SyncStore, type SyncWork } from './sync-store.js';
import { personOf } from './user-fields.js';
import { type WarningBook } from './warning-book.js';

/** What a sync asks of the change function. */
export interface DirectoryWriter {
  submit<C extends Change>(directoryId: string, change: C): Promise<ResultOf<C>>;
}

/**
 * Changes handed over at once: those of a transaction, and of the next one, which can begin at once then. Other directories get their
 * turn in between. 200 were no faster than 50, and made SCIM requests of other directories wait longer (`npm run bench:sync`).
 */
const CHANGES_AT_ONCE = 50;
/** As many members a transaction as the change function announces at once. */
const MEMBERS_AT_ONCE = 1_000;

const CALLER = {};

/** Refusals of one person as they are. Any other one concerns the whole sync: the directory was disabled, or has no room right now. */
const OF_ONE_PERSON: readonly DirectoryErrorCode[] = ['user_not_found', 'resource_too_large', 'value_too_long'];
/** What is not kept, however often it is tried. */
const NOT_KEPT: readonly DirectoryErrorCode[] = ['resource_too_large', 'value_too_long'];

type Outcome = 'done' | 'name_taken';
type UpdateStep = UserStep & { kind: 'update' };

/** Somebody has left since the comparison, and the application was not asked about a return. */
class NotAskedError extends Error {
  override readonly name = 'NotAskedError';
}

interface Refusal {
  step: UserStep;
  why: string;
  code: string;
  message: string;
}

export interface ApplicationOptions {
  store: SyncStore;
  plan: Plan;
  writer: DirectoryWriter;
  admission: Admission;
  warnings: WarningBook;
  signal: AbortSignal;
  /** Awaited before the first change: a sync whose people are all denied tells nobody that it began. */
  begin(): Promise<void>;
}

/**
 * Does what the listing asks for, by the change function that SCIM requests go through. First who leaves, then groups, so that
 * whoever is new is created with them, then everybody else. Doing it again after a crash does the rest.
 */
export class Application {
  private readonly plan: Plan;
  private begun: Promise<void> | undefined;
  /** What the comparison counted and did not come about. Taken off at the end: a sync that is taken up again skips people anew. */
  private readonly missed = {
    ...{ created: 0, reactivated: 0, updated: 0, deactivated: 0 },
    ...{ groups_created: 0, groups_updated: 0, memberships_added: 0 },
  };
  /** Leavers whose records are not kept: they differ still when everybody else's turn comes, and have been told of. */
  private readonly settled = new Set<string>();

  constructor(private readonly options: ApplicationOptions) {
    this.plan = options.plan;
  }

  async run(work: SyncWork): Promise<void> {
    for await (const page of this.plan.leavers()) {
      await this.all(page, (user) => this.submit(work, { kind: 'delete-user', id: user.id, caller: CALLER }));
    }
    // Also before the others, so that nobody waits for a name that a leaver still has.
    for await (const steps of this.plan.users({ leaving: true })) {
      await this.users(
        work,
        steps.filter((step) => step.kind === 'update' && step.leaves),
      );
    }
    for await (const step of this.plan.groups()) await this.group(work, step);
    let refused: UserStep[] = [];
    for await (const steps of ahead(this.admissible(work))) refused.push(...(await this.users(work, steps)));
    // Names that wandered from one person to another are free by now.
    for (let before = Infinity; refused.length > 0 && refused.length < before;) {
      before = refused.length;
      refused = await this.users(work, refused);
    }
    await this.skip(work, refused.map(nameTaken));
    this.countMissed(work);
  }

  /** Whoever may get in, and whoever is in; asked for while those before them are written. */
  private async *admissible(work: SyncWork): AsyncGenerator<UserStep[]> {
    for await (const steps of ahead(this.plan.users())) {
      const wanted = steps.filter((step) => step.kind !== 'stay' && !this.settled.has(step.userId ?? ''));
      for (const chunk of chunks(wanted, CHANGES_AT_ONCE)) yield await this.admitted(work, chunk);
    }
  }

  /** Asks the application about each person who would get in. @returns those whom it does not deny */
  private async admitted(work: SyncWork, steps: UserStep[]): Promise<UserStep[]> {
    this.options.signal.throwIfAborted();
    const arriving = steps.filter(arrives);
    if (arriving.length === 0) return steps;
    const denials = await this.options.admission.denialsOf(
      work.directoryId,
      arriving.map(({ kind, resource, userId }) => ({ resource, userId: kind === 'update' ? userId : null })),
    );
    const denied = new Map(arriving.flatMap((step, at) => (denials[at] === undefined ? [] : [[step, denials[at]]])));
    const message =
      'The application denied some people at its provisioning gate. The changes of this sync show the reasons.';
    await this.skip(
      work,
      [...denied].map(([step, why]) => ({ step, why, code: 'gate_denied', message })),
    );
    return steps.filter((step) => !denied.has(step));
  }

  /** @returns those whose name somebody else has */
  private async users(work: SyncWork, steps: UserStep[]): Promise<UserStep[]> {
    const outcomes = await this.all(steps, (step) => this.user(work, step));
    return steps.filter((_step, index) => outcomes[index] === 'name_taken');
  }

  private async user(work: SyncWork, step: UserStep): Promise<Outcome> {
    try {
      if (step.kind !== 'update')
        await this.submit(work, { kind: 'create-user', resource: step.resource, caller: CALLER });
      else if (step.leaves) await this.leave(work, step);
      else await this.update(work, step, () => step.resource);
      return 'done';
    } catch (error) {
      if (error instanceof NotAskedError && step.kind === 'update') return await this.late(work, step);
      if (!(error instanceof DirectoryError)) throw error;
      if (error.code === 'user_name_taken') return 'name_taken';
      if (!OF_ONE_PERSON.includes(error.code)) throw error;
      const message = 'The directory refuses some people as they are.';
      await this.skip(work, [{ step, why: error.message, code: 'user_refused', message }]);
      return 'done';
    }
  }

  /** Nothing keeps a leaver in: of a record that is too large to be kept only this is stored, that the person leaves. */
  private async leave(work: SyncWork, step: UpdateStep): Promise<void> {
    try {
      await this.update(work, step, () => step.resource);
    } catch (error) {
      if (!isNotKept(error)) throw error;
      this.settled.add(step.userId);
      await this.update(work, step, () => ({ ...step.before, active: false }));
      const { userName } = personOf(step.before);
      const message =
        'Some people have left whose records are too large to be kept. Their stored records stay as they were.';
      this.options.warnings.add({ code: 'record_too_large', message, ...(userName !== null && { example: userName }) });
    }
  }

  private async update(work: SyncWork, step: UpdateStep, change: () => ScimResource): Promise<void> {
    const { userId: id, leaves, returns } = step;
    await this.submit(work, {
      kind: 'update-user',
      id,
      change,
      // Not even a name keeps a leaver in.
      leavesNameAside: () => leaves,
      activates: () => {
        if (!returns) throw new NotAskedError();
      },
      caller: CALLER,
    });
  }

  /** Asks about a return after all. It was counted as an update. */
  private async late(work: SyncWork, step: UpdateStep): Promise<Outcome> {
    this.missed.updated += 1;
    this.missed.reactivated -= 1;
    const [admitted] = await this.admitted(work, [{ ...step, returns: true }]);
    return admitted === undefined ? 'done' : await this.user(work, admitted);
  }

  private async group(work: SyncWork, step: GroupStep): Promise<void> {
    this.options.signal.throwIfAborted();
    const { group, resource, differs, removed } = step;
    let { added } = step;
    if (resource === null) {
      await this.submit(work, { kind: 'delete-group', id: group!.id, caller: CALLER });
      return;
    }
    let id = group?.id;
    if (id === undefined) {
      const first = added.slice(0, MEMBERS_AT_ONCE);
      await this.keeps(step, async () => {
        const create = { kind: 'create-group', resource, members: first, caller: CALLER } as const;
        ({ id } = (await this.submit(work, create)).group);
      });
      if (id === undefined) {
        this.missed.groups_created += 1;
        this.missed.memberships_added += added.length;
        return;
      }
      added = added.slice(MEMBERS_AT_ONCE);
    } else if (differs && !(await this.keeps(step, () => this.members(work, step.group!.id, resource, 'add', [])))) {
      this.missed.groups_updated += 1;
    }
    // Leavers of a group go first: taking a right away is more urgent than giving one.
    for (const values of chunks(removed, MEMBERS_AT_ONCE)) await this.members(work, id, undefined, 'remove', values);
    for (const values of chunks(added, MEMBERS_AT_ONCE)) await this.members(work, id, undefined, 'add', values);
  }

  /** @returns false where the directory does not keep the group as it is: that concerns no other group, and none of its members */
  private async keeps({ resource }: GroupStep, write: () => Promise<void>): Promise<boolean> {
    try {
      await write();
      return true;
    } catch (error) {
      if (!isNotKept(error)) throw error;
      const message = 'The directory refuses some groups as they are.';
      this.options.warnings.add({ code: 'group_refused', message, example: String(resource!['displayName']) });
      return false;
    }
  }

  private async members(
    work: SyncWork,
    id: string,
    resource: ScimResource | undefined,
    kind: 'add' | 'remove',
    values: string[],
  ): Promise<void> {
    this.options.signal.throwIfAborted();
    const members = values.length === 0 ? [] : [{ kind, values }];
    const change = (current: ScimResource) => resource ?? current;
    await this.submit(work, { kind: 'update-group', id, change, members, caller: CALLER });
  }

  /** Says of people that they are not as the source lists them, in place of what the comparison expected. */
  private async skip(work: SyncWork, refusals: Refusal[]): Promise<void> {
    const { missed } = this;
    const notes = refusals.map(({ step, why, code, message }): ChangeNote => {
      const person = personOf(step.resource);
      const example = person.userName ?? undefined;
      this.options.warnings.add({ code, message, ...(example !== undefined && { example }) });
      if (step.kind === 'create') missed.created += 1;
      else if (arrives(step)) missed.reactivated += 1;
      else if (step.kind === 'update' && step.leaves) {
        missed.deactivated += 1;
        this.settled.add(step.userId);
      } else missed.updated += 1;
      return { kind: 'skipped', userId: step.userId, ...person, changed: [], why, groupsLost: [] };
    });
    if (notes.length > 0) await this.options.store.skip(work, notes);
  }

  private countMissed({ counts }: SyncWork): void {
    const { created, reactivated, updated, deactivated } = this.missed;
    // Somebody whose record was left aside before a crash was counted as a leaver.
    for (const [what, count] of Object.entries(this.missed) as [keyof Application['missed'], number][])
      counts[what] = Math.max(counts[what] - count, 0);
    counts.skipped += created + reactivated + updated + deactivated;
  }

  private async all<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
    const results: R[] = [];
    for (const chunk of chunks(items, CHANGES_AT_ONCE)) {
      this.options.signal.throwIfAborted();
      // All have settled before anything is thrown: nothing goes on behind a sync that is over.
      const settled = await Promise.allSettled(chunk.map(run));
      for (const outcome of settled) {
        if (outcome.status === 'rejected') throw outcome.reason;
        results.push(outcome.value);
      }
    }
    return results;
  }

  private async submit<C extends Change>(work: SyncWork, change: C): Promise<ResultOf<C>> {
    await (this.begun ??= this.options.begin());
    return await this.options.writer.submit(work.directoryId, change);
  }
}

function arrives(step: UserStep): boolean {
  return step.kind === 'create' || step.kind === 'return' || (step.kind === 'update' && step.returns);
}

function isNotKept(error: unknown): boolean {
  return error instanceof DirectoryError && NOT_KEPT.includes(error.code);
}

function nameTaken(step: UserStep): Refusal {
  return {
    step,
    why: `Somebody else has the user name "${String(step.resource['userName'])}".`,
    code: 'user_name_taken',
    message: 'Several people of the source have one user name. The first one keeps it.',
  };
}

function* chunks<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
