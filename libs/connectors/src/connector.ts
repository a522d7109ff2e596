import { type ScimResource } from '#scim';

/**
 * A person as the source lists them. `resource` is the source's record in SCIM's shape, with `externalId`, `userName` and
 * `active`; values that change without a reason to tell anybody (etags, last logins) are left out of it.
 */
export interface SourceUser {
  resource: ScimResource;
  /** How the source names the manager, where that is one of the manager's references and not the external id. */
  manager?: string;
  /** Other names that groups and managers use for this person, beside the external id: a DN, a uid, an address. */
  references?: string[];
  /** Groups that the source knows only as values of people (departments, locations). Their external id is the name. */
  groups?: string[];
  /**
   * Canonical fields that the answer did not hold, or held unreadable: they clear nothing. `active`: nobody comes back or leaves by it.
   * `groups`: the values that make groups. Where nobody shows them, groups stay as they are.
   */
  absent?: string[];
}

/**
 * A group, or a part of one: several items with the same `externalId` add up, so that a group of 100,000 members
 * passes in pieces. `resource` has `externalId` and `displayName`.
 */
export interface SourceGroup {
  resource: ScimResource;
  /** External ids or references of people. Who is not in the directory is passed over, with a warning. */
  members: string[];
  /** External ids or references of groups whose members count as members of this group. Only where nested groups are switched on. */
  nested?: string[];
  /** Another name that groups use for this group (a DN). */
  references?: string[];
  /** Everybody in the directory is a member (Google's CUSTOMER). */
  everyone?: boolean;
}

export interface Page<Item> {
  items: Item[];
  /** How many there are, where the source says so. */
  total?: number;
  /** Where listing can go on after this page, in another process and for some hours at least. */
  next?: string;
}

/** What a source that can tell its changes tells of one page of them. */
export interface ChangePage {
  users: SourceUser[];
  /** Whole groups, with all their members. */
  groups?: SourceGroup[];
  /** External ids of people whom the source no longer has. */
  gone?: string[];
}

export interface Warning {
  code: string;
  /** Plain words, the same for every example. */
  message: string;
  /** The record that the warning is about, without secrets. */
  example?: string;
}

export interface ListContext {
  /** Aborted when the sync is canceled or the process stops. */
  signal: AbortSignal;
  warn(warning: Warning): void;
}

export interface TestCheck {
  /** Machine-readable: `sign_in`, `list_users`, `list_groups`, … */
  name: string;
  ok: boolean;
  message: string;
  /** Where to give the right that is missing, in plain words; empty when `ok`. */
  hint: string;
}

export interface TestReport {
  checks: TestCheck[];
  counts: { users: number | null; groups: number | null };
  sample: SourceUser[];
}

/** A request to `/directory/{dir}/notifications`. Header names are in lower case. */
export interface SourceNotification {
  headers: Record<string, string | undefined>;
  /** As it was sent: signatures are made over it. */
  body: string;
  /** What `watch` returned last. */
  watch?: WatchState;
}

export interface WatchState {
  /** RFC 3339. The subscription is renewed before it. */
  expiresAt: string;
  /** Kept with the connection, encrypted. */
  [detail: string]: string;
}

/**
 * A source of people and groups. Every call may throw a ConnectorError, and nothing else on purpose. An async iterable that
 * ends without an error is a complete listing: whatever may have been cut short has to throw (`incomplete_listing`).
 */
export interface Connector {
  /** Asks for everything that a sync needs, at most a page of each; never throws for a right that is missing. */
  test(context: ListContext): Promise<TestReport>;

  /** Where changes are to be asked from after the full listing that begins now. Absent for sources that cannot tell changes. */
  mark?(context: ListContext): Promise<string | undefined>;

  /** @param from the `next` of a page that was stored before */
  users(context: ListContext, from?: string): AsyncIterable<Page<SourceUser>>;

  /** Absent where groups are only values of people. May be called without `users` before it. */
  groups?(context: ListContext, from?: string): AsyncIterable<Page<SourceGroup>>;

  /**
   * What has changed since the mark. Returns the next mark. Throws `mark_expired` where only a full listing will do.
   */
  changes?(mark: string, context: ListContext): AsyncGenerator<ChangePage, string>;

  /** Whether this comes from the source. `ignore`: it does, and says nothing (Google's first `sync`). */
  checkNotification?(notification: SourceNotification, now: Date): 'sync' | 'ignore' | 'refused';

  /** Subscribes to notifications, or renews the subscription. Absent where an administrator sets them up by hand. */
  watch?(
    target: { url: string; token: string },
    previous: WatchState | undefined,
    context: ListContext,
  ): Promise<WatchState>;

  /** Closes connections. */
  close?(): Promise<void>;
}
