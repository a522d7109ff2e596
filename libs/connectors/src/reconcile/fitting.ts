import { keyProblem, lengthProblem, MAX_KEY_BYTES, type ScimResource } from '#scim';
import { type Warning } from '../connector.js';
import { type StagedGroup, type StagedUser } from './staged.js';

type Warn = (warning: Warning) => void;

const fits = (text: string): boolean => lengthProblem(text) === undefined;
const isFoundBy = (text: unknown): boolean => typeof text !== 'string' || keyProblem(text) === undefined;
/** One row of an index has both. */
const fitsBeside = (one: string, other: string): boolean =>
  Buffer.byteLength(one) + Buffer.byteLength(other) <= MAX_KEY_BYTES;

/**
 * A person without what people are found by and what is too long to be: one record must not fail the sync of all others. Who cannot be
 * named by such an id is passed over (undefined). A user name that is left aside is kept as it is stored.
 */
export function fittingUser(user: StagedUser, warn: Warn): StagedUser | undefined {
  const { externalId } = user;
  if (!fits(externalId)) {
    const message = 'People whose id is too long cannot be kept and are passed over.';
    warn({ code: 'user_id_too_long', message, example: String(user.resource['userName']) });
    return undefined;
  }
  const aside = (code: string, message: string): void => warn({ code, message, example: externalId });
  const { resource, absent } = fittingResource(user, aside);
  const references = user.references.filter(fits);
  if (references.length < user.references.length)
    aside('reference_too_long', 'Names of people that are too long are left aside: nobody is found by them.');
  const groups = user.groups?.filter((name) => isFoundBy(name) && fits(name) && fitsBeside(name, externalId)) ?? null;
  if (groups !== null && groups.length < user.groups!.length)
    aside('group_name_too_long', 'Groups whose name is too long are left aside.');
  return { ...user, resource, absent, references, groups };
}

function fittingResource(
  { resource, absent }: StagedUser,
  aside: (code: string, message: string) => void,
): Pick<StagedUser, 'resource' | 'absent'> {
  const { userName, emails } = resource;
  const fitting: ScimResource = { ...resource };
  const kept = [...absent];
  if (!isFoundBy(userName)) {
    aside(
      'user_name_too_long',
      'User names that are too long are left aside. Whoever is new is passed over without one.',
    );
    delete fitting['userName'];
    kept.push('user_name');
  }
  if (Array.isArray(emails)) {
    const short = (emails as unknown[]).filter((email) =>
      isFoundBy((email as { value?: unknown } | null)?.value ?? email),
    );
    if (short.length < emails.length) {
      aside('email_too_long', 'Mail addresses that are too long are left aside.');
      if (short.length > 0) fitting['emails'] = short;
      else {
        delete fitting['emails'];
        kept.push('email');
      }
    }
  }
  return kept.length === absent.length && fitting['emails'] === emails
    ? { resource, absent }
    : { resource: fitting, absent: kept };
}

/** The same of a group, or of a part of one. A group without a name keeps the stored one. */
export function fittingGroup(group: StagedGroup, warn: Warn): StagedGroup | undefined {
  const { externalId, resource } = group;
  if (!fits(externalId)) {
    const message = 'Groups whose id is too long cannot be kept and are passed over.';
    warn({ code: 'group_id_too_long', message, example: String(resource['displayName']) });
    return undefined;
  }
  const { displayName, ...nameless } = resource;
  const isNamed = isFoundBy(displayName);
  if (!isNamed) {
    const message = 'Groups whose name is too long keep the name they have. New ones are passed over.';
    warn({ code: 'group_name_too_long', message, example: externalId });
  }
  const isMember = (member: string): boolean => fits(member) && fitsBeside(externalId, member);
  const members = group.members.filter(isMember);
  const nested = group.nested.filter(isMember);
  if (members.length + nested.length < group.members.length + group.nested.length) {
    const message = 'Members of groups whose id is too long are passed over.';
    warn({ code: 'member_too_long', message, example: externalId });
  }
  const references = group.references.filter(fits);
  return { ...group, resource: isNamed ? resource : nameless, members, nested, references };
}
