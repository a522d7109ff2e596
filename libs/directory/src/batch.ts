import { ImportHandler } from './import-handler.js';
import { type ResultOf } from './change-result.js';
import { type Caller, type Change } from './change.js';
import { DirectoryError } from './directory-error.js';
import { announceSync } from './directory-event.js';
import { GroupChanges } from './group-changes.js';
import { MassLeaveGuard } from './mass-leave-guard.js';
import { Outbox } from './outbox.js';
import { MailOutbox } from './mail-outbox.js';
import { Lifecycle } from './lifecycle.js';
import { Membership } from './membership.js';
import { type DirectoryState, type Needs } from './directory-state.js';
import { type DirectoryCommands, type DirectoryTransaction } from './ports.js';
import { UnitOfWork } from './unit-of-work.js';
import { Uniqueness } from './uniqueness.js';
import { Upkeep } from './upkeep.js';
import { UserAnnouncements } from './user-announcements.js';
import { UserChanges } from './user-changes.js';
import { UserProjection } from './user-projection.js';
import { PendingWrites } from './pending-writes.js';

/** A batch of changes of one directory, inside its transaction: each change runs on what the ones before it left. */
export class Batch {
  private readonly liveSecrets: Set<string>;
  private readonly outbox: Outbox;
  private readonly lifecycle: Lifecycle;
  private readonly membership: Membership;
  private readonly users: UserChanges;
  private readonly groups: GroupChanges;
  private readonly arrivals: ImportHandler;
  private readonly upkeep: Upkeep;

  private constructor(
    private readonly state: DirectoryState,
    private readonly unit: UnitOfWork,
    private readonly pendingWrites: PendingWrites,
    commands: DirectoryCommands,
    at: string,
  ) {
    this.liveSecrets = new Set(state.liveSecretIds);
    const projection = new UserProjection(state, at);
    const massLeaveGuard = MassLeaveGuard.of(state.policy, unit, projection, at);
    const mails = new MailOutbox(state, unit, pendingWrites, at);
    const { settings, lifecycle, erasure } = commands;
    this.outbox = new Outbox(state, pendingWrites, at);
    const announcements = new UserAnnouncements(state, unit, this.outbox);
    this.lifecycle = new Lifecycle(state, unit, lifecycle, erasure, this.outbox, announcements, at);
    this.membership = new Membership(unit, this.outbox, announcements, projection, at);
    this.users = new UserChanges(state, unit, announcements, mails, projection, massLeaveGuard, at);
    this.groups = new GroupChanges(state, unit, settings, this.outbox, this.membership, at);
    this.arrivals = new ImportHandler(state, unit, new Uniqueness(unit, state.scimProfile), projection, at);
    this.upkeep = new Upkeep(state, unit, commands, this.outbox, announcements, mails, this.membership, at);
  }

  /** @param needs what `state` was loaded with */
  static of(state: DirectoryState, needs: Needs, { rows, commands }: DirectoryTransaction, at: string): Batch {
    const pendingWrites = new PendingWrites(state.sequence, at);
    return new Batch(state, new UnitOfWork(state, needs, rows, pendingWrites, at), pendingWrites, commands, at);
  }

  /** More members were touched than one transaction announces. */
  get announcesLater(): boolean {
    return this.membership.announcesLater;
  }

  /** Lanes that got a delivery, as `lane endpointId`. */
  get lanesToWake(): ReadonlySet<string> {
    return this.outbox.lanesToWake;
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
        this.outbox.announce(announceSync(change.what, change.sync, this.state));
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
    const { accessVersion, enabled } = this.state;
    if (caller.secretId !== undefined && caller.accessVersion !== accessVersion)
      throw DirectoryError.of('access_changed', { retryAfterSeconds: 1 });
    if (!enabled) throw DirectoryError.of('directory_disabled', this.directory);
    this.pendingWrites.markSynced();
  }
}
