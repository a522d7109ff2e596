import { type Review } from '../state/agent-state.js';

/** Whom a run may let go: everybody, or those whom a person has seen and approved. */
export class Approval {
  private readonly people: ReadonlySet<string> | undefined;
  private readonly groups: ReadonlySet<string> | undefined;

  constructor(review: Review | null) {
    if (review === null) return;
    this.people = new Set(review.people);
    this.groups = new Set(review.groups);
  }

  mayGo(externalId: string): boolean {
    return this.people?.has(externalId) ?? true;
  }

  mayDelete(externalId: string): boolean {
    return this.groups?.has(externalId) ?? true;
  }
}
