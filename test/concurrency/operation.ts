/** What a request sets of a user; an attribute that is not there is not sent. */
export interface UserInput {
  userName?: string;
  externalId?: string;
  title?: string;
  active?: boolean;
}

export interface MemberChange {
  op: 'add' | 'remove' | 'replace';
  values: string[];
}

/** One SCIM request. `match`: the version that it names in `If-Match`. */
export type Operation =
  | { kind: 'create-user'; input: UserInput & { userName: string } }
  | { kind: 'patch-user'; id: string; input: UserInput; match?: string }
  | { kind: 'put-user'; id: string; input: UserInput & { userName: string }; match?: string }
  | { kind: 'delete-user'; id: string; match?: string }
  | { kind: 'read-user'; id: string }
  | { kind: 'create-group'; displayName: string; externalId?: string; members: string[] }
  | {
      kind: 'patch-group';
      id: string;
      displayName?: string;
      externalId?: string;
      members: MemberChange[];
      match?: string;
    }
  | { kind: 'put-group'; id: string; displayName: string; members?: string[]; match?: string }
  | { kind: 'delete-group'; id: string; match?: string };

/** What a request was answered, as far as the model has an opinion. */
export interface Answer {
  status: number;
  id?: string;
  version?: string;
  /** Of a user or group that the answer shows; the members of a group are read after the change, so that they are left out. */
  shown?: Record<string, unknown>;
}

/** A request that was answered, and when: two requests overlap where neither ended before the other began. */
export interface Exchange {
  connection: number;
  operation: Operation;
  answer: Answer;
  begun: number;
  ended: number;
}
