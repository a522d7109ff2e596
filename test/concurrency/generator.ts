import { type Random } from '../chaos/random.js';
import { type MemberChange, type Operation, type UserInput } from './operation.js';

const USER_NAMES = ['ann', 'bob', 'cyd', 'dan', 'eve', 'fay', 'gus', 'hal', 'Ann'];
const EXTERNAL_IDS = ['e1', 'e2', 'e3', 'e4', 'e5', 'e6'];
const GROUP_NAMES = ['Sales', 'Legal', 'Board', 'sales'];
const GROUP_EXTERNAL_IDS = ['g1', 'g2', 'g3'];

/** What a client knows to be there; `versions` are from before the burst, so that some of them are old by the time they are sent. */
export interface Known {
  users: readonly string[];
  leavers: readonly string[];
  groups: readonly string[];
  versions: ReadonlyMap<string, string>;
}

type Kind = Operation['kind'] | 'rename-user' | 'retitle-user' | 'activate-user' | 'rename-group' | 'change-members';

/** How often each comes, in parts. */
const WEIGHTS: [Kind, number][] = [
  ['create-user', 10],
  ['rename-user', 9],
  ['retitle-user', 6],
  ['activate-user', 3],
  ['patch-user', 2],
  ['put-user', 2],
  ['delete-user', 6],
  ['read-user', 2],
  ['create-group', 4],
  ['rename-group', 3],
  ['change-members', 7],
  ['patch-group', 1],
  ['put-group', 1],
  ['delete-group', 3],
];

/** Draws requests from few names, so that they meet. */
export class Generator {
  private titles = 0;

  constructor(private readonly random: Random) {}

  next(known: Known): Operation {
    const kind = this.kind();
    const groups = known.groups.length > 0;
    switch (kind) {
      case 'create-group':
        return this.createGroup(known);
      case 'rename-group':
      case 'change-members':
      case 'patch-group':
      case 'put-group':
      case 'delete-group':
        return groups ? this.changeGroup(kind, known) : this.createGroup(known);
      case 'create-user':
        return { kind, input: { userName: this.random.pick(USER_NAMES), ...this.details() } };
      default:
        return this.changeUser(kind, known);
    }
  }

  private kind(): Kind {
    const total = WEIGHTS.reduce((sum, [, weight]) => sum + weight, 0);
    let left = this.random.between(1, total);
    return WEIGHTS.find(([, weight]) => (left -= weight) <= 0)![0];
  }

  private changeUser(kind: Kind, known: Known): Operation {
    // Now and then somebody who has left.
    const from = known.leavers.length > 0 && this.random.chance(0.08) ? known.leavers : known.users;
    if (from.length === 0)
      return { kind: 'create-user', input: { userName: this.random.pick(USER_NAMES), ...this.details() } };
    const id = this.random.pick(from);
    const match = this.match(known, id);
    const patch = (input: UserInput): Operation => ({ kind: 'patch-user', id, input, ...match });
    switch (kind) {
      case 'rename-user':
        return patch({ userName: this.random.pick(USER_NAMES) });
      case 'retitle-user':
        return patch({ title: this.title() });
      case 'activate-user':
        return patch({ active: this.random.chance(0.5) });
      case 'patch-user':
        return patch({
          externalId: this.random.pick(EXTERNAL_IDS),
          ...(this.random.chance(0.3) && { title: this.title() }),
        });
      case 'put-user':
        return { kind, id, input: { userName: this.random.pick(USER_NAMES), ...this.details() }, ...match };
      case 'read-user':
        return { kind, id };
      default:
        return { kind: 'delete-user', id, ...match };
    }
  }

  private createGroup(known: Known): Operation {
    const externalId = this.random.chance(0.3) ? this.random.pick(GROUP_EXTERNAL_IDS) : undefined;
    const members = this.random.chance(0.6) ? this.members(known) : [];
    return {
      kind: 'create-group',
      displayName: this.random.pick(GROUP_NAMES),
      ...(externalId && { externalId }),
      members,
    };
  }

  private changeGroup(kind: Kind, known: Known): Operation {
    const id = this.random.pick(known.groups);
    const match = this.match(known, id);
    const patch = (rest: { displayName?: string; externalId?: string; members?: MemberChange[] }): Operation => ({
      kind: 'patch-group',
      id,
      members: [],
      ...rest,
      ...match,
    });
    switch (kind) {
      case 'rename-group':
        return patch({ displayName: this.random.pick(GROUP_NAMES) });
      case 'change-members':
        return patch({ members: this.memberChanges(known) });
      case 'patch-group':
        return patch({ externalId: this.random.pick(GROUP_EXTERNAL_IDS), members: this.memberChanges(known) });
      case 'put-group': {
        const members = this.random.chance(0.5) ? this.members(known) : undefined;
        return { kind, id, displayName: this.random.pick(GROUP_NAMES), ...(members && { members }), ...match };
      }
      default:
        return { kind: 'delete-group', id, ...match };
    }
  }

  private memberChanges(known: Known): MemberChange[] {
    return Array.from({ length: this.random.between(1, 2) }, () => ({
      op: this.random.pick(['add', 'add', 'add', 'remove', 'remove', 'replace'] as const),
      values: this.members(known),
    }));
  }

  /** Users by id, sometimes by an externalId that may be somebody's or become it, and leavers, who may come back. */
  private members(known: Known): string[] {
    const values = Array.from({ length: this.random.between(1, 3) }, () => {
      if (known.users.length === 0 || this.random.chance(0.25)) return this.random.pick(EXTERNAL_IDS);
      const isLeaver = known.leavers.length > 0 && this.random.chance(0.1);
      return this.random.pick(isLeaver ? known.leavers : known.users);
    });
    return [...new Set(values)];
  }

  private details(): UserInput {
    return {
      ...(this.random.chance(0.6) && { externalId: this.random.pick(EXTERNAL_IDS) }),
      ...(this.random.chance(0.5) && { title: this.title() }),
      ...(this.random.chance(0.15) && { active: this.random.chance(0.3) }),
    };
  }

  private title(): string {
    return `t${++this.titles}`;
  }

  private match(known: Known, id: string): { match?: string } {
    const version = known.versions.get(id);
    return version !== undefined && this.random.chance(0.1) ? { match: version } : {};
  }
}
