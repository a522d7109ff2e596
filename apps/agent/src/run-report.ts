import { type ChangeNote, type SyncCounts, type SyncPhase, type SyncWork } from '#connectors';
import { AgentError } from './agent-error.js';
import { type Log } from './agent-log.js';
import { type AgentOptions } from './agent-options.js';
import { type ScimEndpoint } from './scim/scim-endpoint.js';
import { type AgentState } from './state/agent-state.js';
import { type Outcome } from './sync/outcome.js';

/** Between two lines about how far a long run is. */
const PROGRESS_MS = 10_000;
const NAMED_LEAVERS = 100;

/** What a run says of itself, in plain words. */
export class RunReport {
  private readonly beganAt = performance.now();
  private saidAt = performance.now();
  private waitSaidAt = -Infinity;
  private pushed = 0;
  private skippedGroups = 0;
  private planned = 0;

  constructor(
    private readonly options: AgentOptions,
    private readonly log: Log,
  ) {}

  started(): void {
    const { source, endpoint, dryRun } = this.options;
    const facts = { source, endpoint, dry_run: dryRun };
    this.info(
      'run_started',
      `Reading ${source} for ${endpoint}${dryRun ? ' (dry run: nothing is pushed)' : ''}.`,
      facts,
    );
  }

  readonly entered = (phase: SyncPhase, work: SyncWork): void => {
    if (phase === 'comparing') {
      const what = work.scope === 'full' ? 'The source lists' : 'Since the last run, the source has changed';
      this.info('listed', `${what} ${people(work.seen)}.`, { people: work.seen, scope: work.scope });
    }
    if (phase !== 'applying') return;
    this.planned = changes(work.counts);
    this.info('pushing', `Pushing: ${summary(work.counts)}.`, { ...work.counts });
  };

  readonly noted = (note: ChangeNote): void => {
    if (!this.options.showNames) return;
    const words = { created: 'Create', updated: 'Update', deactivated: 'Deactivate', skipped: 'Skip' };
    const name = note.userName ?? note.userId ?? '?';
    const why = note.why === null ? '' : `: ${note.why}`;
    this.info('change', `${words[note.kind]} ${name}${why}`, { kind: note.kind, user_name: name });
  };

  readonly changed = (): void => {
    this.pushed += 1;
    if (performance.now() - this.saidAt < PROGRESS_MS) return;
    this.saidAt = performance.now();
    this.info('progress', `${this.pushed === 1 ? '1 change is' : `${this.pushed} changes are`} pushed.`, {
      pushed: this.pushed,
    });
  };

  readonly skippedGroup = (externalId: string): void => {
    this.skippedGroups += 1;
    if (this.options.showNames)
      this.log({
        level: 'warning',
        event: 'group_skipped',
        message: `The endpoint refuses the group ${externalId} as it is.`,
      });
  };

  readonly waiting = (ms: number, why: string): void => {
    // Many requests may be told the same at once.
    if (performance.now() - this.waitSaidAt < 1_000) return;
    this.waitSaidAt = performance.now();
    const seconds = Math.max(1, Math.round(ms / 1_000));
    this.log({
      level: 'warning',
      event: 'waiting',
      message: `${why} Trying again in ${seconds} s.`,
      facts: { seconds },
    });
  };

  /** Whom a review is about, as the endpoint knows them. */
  async nameLeavers(endpoint: ScimEndpoint, state: AgentState, externalIds: readonly string[]): Promise<void> {
    for (const externalId of externalIds.slice(0, NAMED_LEAVERS)) {
      const id = state.people.get(externalId)?.id;
      if (id == null) continue;
      const { body } = await endpoint.send('GET', `/Users/${encodeURIComponent(id)}?attributes=userName`);
      const name = typeof body['userName'] === 'string' ? body['userName'] : externalId;
      this.info('would_leave', `Would leave: ${name}`, { user_name: name });
    }
    const more = externalIds.length - NAMED_LEAVERS;
    if (more > 0) this.info('would_leave', `Would leave: ${more} more.`, { more });
  }

  /** After the first run with a new state. */
  strangers(count: number): void {
    if (count === 0) return;
    const message =
      `The endpoint has ${people(count)} whom the source does not list. The agent has not pushed them, and leaves them alone.\n` +
      'If a state file was lost, remove the new one and run once with --adopt: then they leave, after the same guards.';
    this.log({ level: 'warning', event: 'strangers', message, facts: { count } });
  }

  /** @throws AgentError unless the run is a success */
  ended(work: SyncWork, outcome: Outcome): void {
    this.warn(work);
    switch (outcome.kind) {
      case 'failed': {
        const { code, message, hint } = outcome.error;
        const isPartial = code === 'incomplete_listing';
        const what = isPartial ? `The listing is incomplete, and needs review: ${message}` : message;
        throw new AgentError(isPartial ? 'review' : 'failed', `${what} ${hint} Nothing was pushed.`);
      }
      case 'review': {
        const { wouldLeave, activeUsers, wouldDeleteGroups } = outcome.facts;
        throw new AgentError(
          'review',
          `Needs review: ${outcome.reason} Nothing was pushed.\n` +
            `${wouldLeave} of ${people(activeUsers)} would leave, and ${groups(wouldDeleteGroups)} would be deleted.\n` +
            'Check the filters and rights of the source. If it is right, run once with --approve; --names lists who would leave.',
        );
      }
      case 'preview':
        this.info('dry_run', `Would push: ${summary(work.counts)}.`, { ...work.counts });
        this.log({
          level: 'warning',
          event: 'would_need_review',
          message: `A run would stop for review, and push nothing: ${outcome.reason}`,
        });
        return;
      default:
        this.done(work);
    }
  }

  private done({ counts, dryRun, seen, scope }: SyncWork): void {
    const seconds = Math.round((performance.now() - this.beganAt) / 100) / 10;
    const facts = { ...counts, seconds };
    const nothing = changes(counts) === 0 && this.planned === 0;
    if (dryRun) this.info('dry_run', nothing ? 'Nothing would be pushed.' : `Would push: ${summary(counts)}.`, facts);
    else if (nothing && scope === 'partial') this.info('done', 'Nothing has changed.', facts);
    else if (nothing) this.info('done', `Nothing has changed: ${people(seen)} as before.`, facts);
    else this.info('done', `Done in ${seconds} s: ${summary(counts)}.`, facts);
  }

  private warn({ warnings }: SyncWork): void {
    for (const { code, message, count, examples } of warnings) {
      const names = this.options.showNames && examples.length > 0 ? ` Such as ${examples.join(', ')}.` : '';
      this.log({ level: 'warning', event: code, message: `${message} (${count})${names}`, facts: { count } });
    }
    if (this.skippedGroups === 0) return;
    const message = `The endpoint refused ${groups(this.skippedGroups)}. The next run tries again.`;
    this.log({ level: 'warning', event: 'groups_refused', message, facts: { count: this.skippedGroups } });
  }

  private info(event: string, message: string, facts: Record<string, unknown>): void {
    this.log({ level: 'info', event, message, facts });
  }
}

function changes({ unchanged: _unchanged, skipped: _skipped, ...counts }: SyncCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Only what there is: "3 people created, 1 deactivated". */
function summary(counts: SyncCounts): string {
  const parts = [
    [counts.created, `${people(counts.created)} created`],
    [counts.updated, `${counts.updated} updated`],
    [counts.deactivated, `${counts.deactivated} deactivated`],
    [counts.reactivated, `${counts.reactivated} back again`],
    [counts.skipped, `${counts.skipped} skipped`],
    [counts.groups_created, `${groups(counts.groups_created)} created`],
    [counts.groups_updated, `${groups(counts.groups_updated)} updated`],
    [counts.groups_deleted, `${groups(counts.groups_deleted)} deleted`],
    [counts.memberships_added, `${memberships(counts.memberships_added)} added`],
    [counts.memberships_removed, `${memberships(counts.memberships_removed)} removed`],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([, words]) => words);
  return said.length === 0 ? 'nothing' : said.join(', ');
}

const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);
const groups = (count: number): string => (count === 1 ? '1 group' : `${count} groups`);
const memberships = (count: number): string => (count === 1 ? '1 membership' : `${count} memberships`);
