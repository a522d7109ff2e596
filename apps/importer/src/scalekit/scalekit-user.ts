import { isId } from '#directory';
import { parseResource, ScimError, USER } from '#scim';
import { type SourceUser } from '../source.js';

type Fields = Record<string, unknown>;

/** What is read of a user as the SDK lists them. */
export interface ListedUser {
  id: string;
  email: string;
  preferredUsername: string;
  givenName: string;
  familyName: string;
  emails: string[];
  groups: { id: string }[];
  userDetail?: Fields;
}

/**
 * A listed user as a SCIM resource: what the identity provider sent where the detail has it (as `raw_attributes`, or as the detail
 * itself), else what the list says. The list has no word for "deactivated": that is in the detail alone.
 */
export function toUser(listed: ListedUser): SourceUser {
  const { id } = listed;
  if (!isId('diruser', id)) return { id, problem: 'its id is none of a directory user, or longer than 36 characters' };
  const detail = listed.userDetail ?? {};
  const sent = sentBy(detail);
  const known: Fields = {
    userName: listed.preferredUsername || listed.email,
    ...(listed.emails.length > 0 || listed.email !== '' ? { emails: emailsOf(listed) } : {}),
    name: { givenName: listed.givenName || undefined, familyName: listed.familyName || undefined },
    ...detailAttributes(detail),
  };
  const externalId = [sent?.['externalId'], detail['external_id'], detail['dp_id']].find(isText);
  const active = [detail['active'], sent?.['active']].find((value) => value !== undefined && value !== null);
  const body = {
    ...(sent ?? known),
    userName: isText(sent?.['userName']) ? sent['userName'] : known['userName'],
    ...(externalId !== undefined && { externalId }),
    ...(active !== undefined && { active }),
  };
  try {
    return { id, resource: parseResource(USER, body), groupIds: listed.groups.map((group) => group.id) };
  } catch (error) {
    if (error instanceof ScimError) return { id, problem: error.detail };
    throw error;
  }
}

function sentBy(detail: Fields): Fields | undefined {
  const raw = detail['raw_attributes'];
  if (isFields(raw) && Object.keys(raw).length > 0) return raw;
  return isText(detail['userName']) ? detail : undefined;
}

function emailsOf({ email, emails }: ListedUser): Fields[] {
  const all = [...new Set([email, ...emails].filter((address) => address !== ''))];
  return all.map((value, index) => ({ value, ...(index === 0 && { primary: true }) }));
}

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** The normalized profile, where that is all there is. */
function detailAttributes(detail: Fields): Fields {
  const text = (name: string): string | undefined => (isText(detail[name]) ? detail[name] : undefined);
  return {
    title: text('title'),
    nickName: text('nickname'),
    userType: text('user_type'),
    locale: text('locale'),
    timezone: text('zoneinfo'),
    preferredLanguage: text('language'),
    [ENTERPRISE]: {
      department: text('department'),
      division: text('division'),
      organization: text('organization'),
      costCenter: text('cost_center'),
      employeeNumber: text('employee_id'),
    },
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
