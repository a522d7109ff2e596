import { type ScimResource } from '#scim';

/** Whether a stored user is active after a change: only a true value activates, and unassigned is no value (RFC 7643 §2.5). */
export function activeAfter(before: ScimResource, after: ScimResource): boolean {
  return ((after['active'] ?? before['active']) as boolean | undefined) ?? true;
}
