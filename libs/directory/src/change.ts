import { type MemberOperation, type ScimResource } from '#scim';
import { type GroupRule } from './group-rule.js';
import { type RemovalProgress } from './lifecycle.js';
import { type DepartureReason } from './user-event.js';

/**
 * Who asks; without a secret: Rollcall itself, and whoever it has let in by other means. The write transaction rechecks the secret, so that
 * a revoked one stops at once on every process, and what its holder was let in by, so that a new allowlist, profile or gate is in force as
 * soon.
 */
export type Caller = (SecretHolder | { secretId?: undefined }) & {
  /** How large the request is that waits with the change. */
  bytes?: number;
};

interface SecretHolder {
  secretId: string;
  /** `DirectoryState.accessVersion` as it was when the holder was let in. */
  accessVersion: string;
}

/** One change of a directory. SCIM, REST, connectors and the broker itself differ only in the kind. */
export type Change = ProviderChange | ImportChange | BrokerChange;

export type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>;

/**
 * What an identity provider asks for. SCIM PUT, SCIM PATCH and connectors differ only in the function. Functions are pure and run inside
 * the transaction, on the locked row; what they throw fails this change alone.
 */
export type ProviderChange =
  /** `id`: allotted before, where something already refers to it (bulk). A leaver who returns keeps the old one all the same. */
  | { kind: 'create-user'; id?: string; resource: ScimResource; caller: Caller }
  | {
      kind: 'update-user';
      id: string;
      change: (current: ScimResource) => ScimResource;
      /** Asked where somebody else has the new name: true keeps the old name instead of refusing the change. */
      leavesNameAside?: () => boolean;
      /** Called where the change would let somebody in who is out; throws to refuse that. */
      activates?: (() => void) | undefined;
      guard?: Guard;
      caller: Caller;
    }
  | { kind: 'delete-user'; id: string; guard?: Guard; caller: Caller }
  | { kind: 'create-group'; id?: string; resource: ScimResource; members: string[]; caller: Caller }
  | {
      kind: 'update-group';
      id: string;
      change: (current: ScimResource) => ScimResource;
      members: MemberOperation[];
      guard?: Guard;
      caller: Caller;
    }
  | { kind: 'delete-group'; id: string; guard?: Guard; caller: Caller };

/** What the broker does by itself, or for its own API. */
export type BrokerChange =
  /** Alone in its transaction, and submitted again until its result says `done`. */
  | { kind: 'upkeep'; task: UpkeepTask; caller: Caller }
  /** What a pull sync says of itself. `sync` is the data of the event. */
  | { kind: 'announce-sync'; what: 'started' | 'completed' | 'failed'; sync: object; caller: Caller }
  | { kind: 'set-enabled'; enabled: boolean; caller: Caller }
  /** Works in pages: to be submitted again, with its result as `progress`, until that says `done`. */
  | { kind: 'delete-directory'; users: LeftUsers; progress?: RemovalProgress; caller: Caller };

/**
 * What another broker's receivers know already: stored as announced, and nothing is announced. A record whose id is there is left as
 * it is, so that an import can be repeated. Disabled directories take it, too.
 */
export type ImportChange =
  | { kind: 'import-user'; id: string; resource: ScimResource; groupIds: string[]; caller: Caller }
  | { kind: 'import-group'; id: string; resource: ScimResource; caller: Caller }
  | { kind: 'import-members'; groupId: string; userIds: string[]; caller: Caller };

/**
 * What becomes of the users of a directory that is deleted. `keep`: nothing, receivers hear of the directory only.
 * `deactivate`: one `user_deleted` each. `erase`: the same, and their personal data goes.
 */
export type LeftUsers = 'keep' | 'deactivate' | 'erase';

export type UpkeepTask =
  /** Members hear of a change of their group that was too large to be announced with it. */
  | { name: 'announce' }
  /** Users are seen through settings that have changed. */
  | { name: 'recompute' }
  /** Those whose departure date has come leave. */
  | { name: 'depart' }
  /** Those who were held by the mass-leaver guard and were approved leave. */
  | { name: 'release-held' }
  /** Takes the personal data out of the user records; whoever is still present leaves. */
  | { name: 'erase'; userIds: string[]; reason: DepartureReason }
  /** Makes and removes the groups that rules fill, and starts the pass that fills them. */
  | { name: 'set-group-rules'; rules: GroupRule[] }
  /** Says, at most once an hour, that more people left within an hour than usual. */
  | { name: 'alert-mass-leave'; deactivated: number; held: number; limit: number };

/** Throws where a precondition (`If-Match`) does not hold for the version that is stored (`userVersion`, `groupVersion`). */
export type Guard = (version: string) => void;
