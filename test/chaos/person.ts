import { type Announcement } from './feed-event.js';

/** A user as the identity provider knows it. */
export interface Person {
  /** Its id at the identity provider, which it keeps when it is deleted and created again. */
  readonly externalId: string;
  state: PersonState;
}

export interface PersonState {
  exists: boolean;
  active: boolean;
  /** Different in every change, so that each change can be told apart in the events. */
  title: string;
  /** Ids of groups. */
  groups: readonly string[];
}

export const NOBODY: PersonState = { exists: false, active: false, title: '', groups: [] };

export const announcement = (type: string, { title, active, groups }: PersonState): Announcement => ({
  type,
  title,
  active,
  groups: [...groups].sort(),
});

export const isSame = (a: PersonState, b: PersonState): boolean =>
  a.exists === b.exists &&
  (!a.exists ||
    (a.active === b.active && a.title === b.title && a.groups.toSorted().join() === b.groups.toSorted().join()));

export const userResource = (externalId: string, title: string): object => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: `${externalId}@example.com`,
  externalId,
  name: { givenName: 'Chaos', familyName: externalId },
  emails: [{ primary: true, type: 'work', value: `${externalId}@example.com` }],
  title,
  active: true,
});

export const patchBody = (...operations: object[]): object => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: operations,
});
