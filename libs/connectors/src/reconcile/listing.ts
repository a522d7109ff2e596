import { lengthProblem } from '#scim';
import {
  type ChangePage,
  type Connector,
  type ListContext,
  type SourceGroup,
  type SourceUser,
  type Warning,
} from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import { ahead } from './ahead.js';
import { fittingGroup, fittingUser } from './fitting.js';
import { type StagedGroup, stagedGroup, storable, type StagedUser, stagedUser } from './staged.js';
import { type SyncStore, type SyncWork } from './sync-store.js';
import { type WarningBook } from './warning-book.js';

/** Rows of one statement: a page of a source may be a hundred times as large. */
const STAGED_AT_ONCE = 500;
/** Members of one statement. */
const MEMBERS_AT_ONCE = 5_000;

/**
 * Brings what the source lists into the staging tables, page by page: nothing of it is kept in memory. The directory is
 * not touched before the listing has come to its end.
 */
export class Listing {
  constructor(
    private readonly connector: Connector,
    private readonly store: SyncStore,
    private readonly warnings: WarningBook,
    private readonly context: ListContext,
  ) {}

  async users(work: SyncWork): Promise<void> {
    await this.fromPosition(work, () => this.listUsers(work));
    work.seen = await this.store.countStaged(work);
    await this.enter(work, this.connector.groups === undefined ? 'comparing' : 'listing_groups');
  }

  async groups(work: SyncWork): Promise<void> {
    await this.fromPosition(work, () => this.listGroups(work));
    await this.enter(work, 'comparing');
  }

  /** A source may have forgotten the position of a sync that was taken up again: then it is listed from the beginning. */
  private async fromPosition(work: SyncWork, list: () => Promise<void>): Promise<void> {
    const resumed = work.position;
    try {
      await list();
    } catch (error) {
      const isRefused = error instanceof ConnectorError && error.code === 'malformed_answer';
      if (!isRefused || resumed === null || work.position !== resumed) throw error;
      work.position = null;
      await list();
    }
  }

  private async listUsers(work: SyncWork): Promise<void> {
    if (work.position === null) {
      await this.store.beginListing(work);
      work.seen = 0;
      work.mark = (await this.connector.mark?.(this.context)) ?? null;
    }
    for await (const page of ahead(this.connector.users(this.context, work.position ?? undefined))) {
      this.context.signal.throwIfAborted();
      work.total = page.total ?? work.total;
      await this.stage(work, page.items, page.next ?? null);
    }
  }

  private async listGroups(work: SyncWork): Promise<void> {
    for await (const page of ahead(this.connector.groups!(this.context, work.position ?? undefined))) {
      this.context.signal.throwIfAborted();
      await this.stageGroups(work, page.items, page.next ?? null);
    }
  }

  /** @param mark where the changes begin */
  async changes(work: SyncWork, mark: string): Promise<void> {
    await this.store.beginListing(work);
    const pages = this.connector.changes!(mark, this.context);
    let page: IteratorResult<ChangePage, string>;
    for (page = await pages.next(); page.done !== true; page = await pages.next()) {
      this.context.signal.throwIfAborted();
      const { users, groups = [], gone = [] } = page.value;
      await this.stage(work, users, null);
      if (groups.length > 0) await this.stageGroups(work, groups, null);
      const named = gone.map(storable).filter((id) => lengthProblem(id) === undefined);
      if (named.length > 0) await this.store.stageGone(work, named);
    }
    work.mark = page.value;
    await this.enter(work, 'comparing');
  }

  private readonly warn = (warning: Warning): void => this.warnings.add(warning);

  private async enter(work: SyncWork, phase: 'listing_groups' | 'comparing'): Promise<void> {
    work.position = null;
    work.warnings = this.warnings.list();
    await this.store.enter(work, phase);
  }

  private async stage(work: SyncWork, items: SourceUser[], next: string | null): Promise<void> {
    const staged = new Map<string, StagedUser>();
    for (const item of items) {
      const user = stagedUser(item);
      if (user === undefined) {
        const message = 'A person without an id cannot be kept and is passed over.';
        this.warnings.add({ code: 'user_without_id', message });
        continue;
      }
      const fitting = fittingUser(user, this.warn);
      if (fitting !== undefined) staged.set(user.externalId, fitting);
    }
    const users = [...staged.values()];
    for (let at = 0; at === 0 || at < users.length; at += STAGED_AT_ONCE) {
      const chunk = users.slice(at, at + STAGED_AT_ONCE);
      work.seen += chunk.length;
      const isLast = at + STAGED_AT_ONCE >= users.length;
      await this.store.stageUsers(work, chunk, {
        seen: work.seen,
        total: work.total,
        position: isLast ? next : work.position,
      });
    }
    work.position = next;
  }

  private async stageGroups(work: SyncWork, items: SourceGroup[], next: string | null): Promise<void> {
    let chunk: StagedGroup[] = [];
    let size = 0;
    const progress = () => ({ seen: work.seen, total: work.total, position: work.position });
    for (const item of items) {
      const group = stagedGroup(item);
      if (group === undefined) {
        this.warnings.add({ code: 'group_without_id', message: 'A group without an id or a name is passed over.' });
        continue;
      }
      const fitting = fittingGroup(group, this.warn);
      if (fitting === undefined) continue;
      for (const part of parts(fitting)) {
        chunk.push(part);
        size += 1 + part.members.length;
        if (size < MEMBERS_AT_ONCE) continue;
        await this.store.stageGroups(work, chunk, progress());
        [chunk, size] = [[], 0];
      }
    }
    work.position = next;
    await this.store.stageGroups(work, chunk, progress());
  }
}

/** A group with many members as several with fewer: they add up. */
function* parts(group: StagedGroup): Generator<StagedGroup> {
  yield { ...group, members: group.members.slice(0, MEMBERS_AT_ONCE) };
  for (let at = MEMBERS_AT_ONCE; at < group.members.length; at += MEMBERS_AT_ONCE) {
    yield { ...group, members: group.members.slice(at, at + MEMBERS_AT_ONCE), nested: [], references: [] };
  }
}
