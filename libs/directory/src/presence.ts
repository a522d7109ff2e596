import { type ScimResource } from '#scim';
import { DepartureRule } from './departure.js';
import { type DeparturePolicy } from './policy.js';
import { type UserRecord } from './user.js';

/** What a change finds of a user. */
export type Standing = Pick<UserRecord, 'resource' | 'active' | 'deletedAt'>;

/** Whether somebody is in: the IdP's word, until the departure date has come, and from then on the broker's. */
export class Presence {
  private readonly departure: DepartureRule | undefined;

  constructor(
    policy: DeparturePolicy,
    private readonly at: string,
  ) {
    this.departure = DepartureRule.of(policy);
  }

  get knowsDepartures(): boolean {
    return this.departure !== undefined;
  }

  /** @param before the user as the change finds them; undefined: somebody new */
  isActive(resource: ScimResource, before: Standing | undefined): boolean {
    if (resource['active'] === false) return false;
    if (this.departure === undefined) return true;
    const leaves = this.departure.instantOf(resource);
    if (leaves !== undefined) return leaves > this.at;
    return before === undefined || this.unreadOf(resource) === undefined || !this.wasOut(before);
  }

  /** The policy's attribute, where it carries something that is no date. */
  unreadOf(resource: ScimResource): string | undefined {
    return this.departure?.unreadOf(resource);
  }

  /** When the date lets somebody leave, come or not. */
  leavesAt(resource: ScimResource): string | undefined {
    return this.departure?.instantOf(resource);
  }

  /**
   * An unreadable date neither lets anybody leave nor brings anybody back: what the last readable one made of the user stays. Where that
   * one was replaced before, the record tells: nothing but a date keeps somebody out whom the IdP calls active.
   */
  private wasOut({ resource, active, deletedAt }: Standing): boolean {
    if (this.unreadOf(resource) !== undefined) return !active && deletedAt === null && resource['active'] !== false;
    const left = this.leavesAt(resource);
    return left !== undefined && left <= this.at;
  }
}
