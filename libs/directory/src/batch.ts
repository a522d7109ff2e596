import { Arrivals } from './arrivals.js';
import { type ResultOf } from './change-result.js';
import { type Caller, type Change } from './change.js';
import { DirectoryError } from './directory-error.js';
import { announceSync } from './directory-event.js';
import { GroupChanges } from './group-changes.js';
import { Holding } from './holding.js';
import { Journal } from './journal.js';
import { MailOutbox } from './mail-outbox.js';
import { Lifecycle } from './lifecycle.js';
import { Membership } from './membership.js';
import { type DirectoryState, type Needs } from './directory-state.js';
import { type DirectoryCommands, type DirectoryTransaction } from './ports.js';
import { UnitOfWork } from './unit-of-work.js';
import { Uniqueness } from './uniqueness.js';
import { Upkeep } from './upkeep.js';
import { UserChanges } from './user-changes.js';
import { UserShape } from './user-shape.js';
import { Writing } from './writing.js';

/** A batch of changes of one directory, inside its transaction: each change runs on what the ones before it left. */
export class Batch {
  private readonly liveSecrets: Set<string>;
  private readonly journal: Journal;
  private readonly lifecycle: Lifecycle;
  private readonly membership: Membership;
  private readonly users: UserChanges;
  private readonly groups: GroupChanges;
  private readonly arrivals: Arrivals;
  private readonly upkeep: Upkeep;

  private constructor(
    private readonly state: DirectoryState,
    private readonly unit: UnitOfWork,
    private readonly writing: Writing,
    commands: DirectoryCommands,
    at: string,
  ) {
    this.liveSecrets = new Set(state.liveSecretIds);
    const shape = new UserShape(state, at);
    const holding = Holding.of(state.policy, unit, shape, at);
    const mails = new MailOutbox(state, unit, writing, at);
    const { settings, lifecycle, erasure } = commands;
    this.journal = new Journal(state, writing, at);
    this.lifecycle = new Lifecycle(state, unit, lifecycle, erasure, this.journal, at);
    this.membership = new Membership(state, unit, this.journal, shape, at);
    this.users = new UserChanges(state, unit, this.journal, mails, this.membership, shape, holding, at);
    this.groups = new GroupChanges(state, unit, settings, this.journal, this.membership, at);
    this.arrivals = new Arrivals(state, unit, new Uniqueness(unit, state.scimProfile), shape, at);
    this.upkeep = new Upkeep(state, unit, commands, this.journal, mails, this.membership, at);
  }

  /** @param needs what `state` was loaded with */
  static of(state: DirectoryState, needs: Needs, { rows, commands }: DirectoryTransaction, at: string): Batch {
    const writing = new Writing(state.sequence, at);
    return new Batch(state, new UnitOfWork(state, needs, rows, writing), writing, commands, at);
  }

  /** More members were touched than one transaction announces. */
  get announcesLater(): boolean {
    return this.membership.announcesLater;
  }

  /** Lanes that got a delivery, as `lane endpointId`. */
  get rung(): ReadonlySet<string> {
    return this.journal.rung;
  }

  async run(change: Change): Promise<ResultOf<Change>> {
    if (this.lifecycle.isOver) throw DirectoryError.of('directory_not_found', this.directory);
    switch (change.kind) {
      case 'create-user':
        this.admit(change.caller);
        return { user: await this.users.create(change) };
      case 'update-user':
        this.admit(change.caller);
        return { user: await this.users.update(change) };
      case 'delete-user':
        this.admit(change.caller);
        return { deleted: await this.users.delete(change) };
      case 'create-group':
        this.admit(change.caller);
        return { group: await this.groups.create(change) };
      case 'update-group':
        this.admit(change.caller);
        return { group: await this.groups.update(change) };
      case 'delete-group':
        this.admit(change.caller);
        return { deleted: await this.groups.delete(change) };
      case 'import-user':
      case 'import-group':
      case 'import-members':
        return await this.arrivals.run(change);
      case 'upkeep':
        await this.flush();
        return { done: await this.upkeep.run(change.task) };
      case 'announce-sync':
        this.journal.announce(announceSync(change.what, change.sync, this.state));
        return { done: true };
      case 'set-enabled':
        return { changed: await this.lifecycle.setEnabled(change.enabled) };
      case 'delete-directory':
        await this.flush();
        return await this.lifecycle.remove(change.users, change.progress);
    }
  }

  /** Writes what is pending, at the end of the batch. */
  flush(): Promise<void> {
    return this.unit.flush();
  }

  private get directory(): { directoryId: string } {
    return { directoryId: this.state.id };
  }

  private admit(caller: Caller): void {
    if (caller.secretId !== undefined && !this.liveSecrets.has(caller.secretId)) {
      throw DirectoryError.of('secret_not_live', this.directory);
    }
    if (!this.state.enabled) throw DirectoryError.of('directory_disabled', this.directory);
    this.writing.markSynced();
  }
}
