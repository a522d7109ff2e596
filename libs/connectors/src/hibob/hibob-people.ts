import { type ListContext, type Page, type SourceUser } from '../connector.js';
import { type Hints, malformed } from '../record/answer-error.js';
import { apiUrl } from '../record/api-url.js';
import { basicAuthorization } from '../record/basic-authorization.js';
import { derivedGroups } from '../record/derived-groups.js';
import { streamedRecords } from '../record/listing-stream.js';
import { textOf } from '../record/record-value.js';
import { type SourcePorts } from '../source-ports.js';
import { type BobSettings } from './hibob-settings.js';
import { bobUserResource, fieldOf, HIBOB_ID } from './hibob-user.js';

type Employee = Record<string, unknown>;

const PERMISSIONS = 'Settings > Account > Permission groups';

const HINTS: Hints = {
  source: 'HiBob',
  credentials:
    'Enter the ID and the token of an active service user (Settings > Integrations > Automation > Service users).',
  permission: `Add the service user to a permission group that may view all people and these fields (${PERMISSIONS}).`,
  notFound: 'Check the API base of the connection.',
};

/** Everybody, former employees as well, in one answer: HiBob's search knows no pages. */
export function searchPeople(
  { apiBase, fields, groupsFrom, serviceUserId, token }: BobSettings,
  ports: SourcePorts,
  signal: AbortSignal,
): AsyncGenerator<Employee[]> {
  const body = {
    fields: [...new Set([HIBOB_ID, ...Object.values(fields), ...groupsFrom])],
    // Without it, somebody who leaves is missing, and nobody could tell that from a missing right.
    showInactive: true,
    humanReadable: 'APPEND',
  };
  const request = {
    method: 'POST' as const,
    url: apiUrl(apiBase, '/v1/people/search').href,
    headers: {
      authorization: basicAuthorization(serviceUserId, token),
      accept: 'application/json',
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
    signal,
  };
  return streamedRecords(ports.http, request, 'employees', HINTS);
}

export async function* listPeople(
  settings: BobSettings,
  ports: SourcePorts,
  { signal }: ListContext,
): AsyncGenerator<Page<SourceUser>> {
  for await (const employees of searchPeople(settings, ports, signal)) {
    if (employees.some((employee) => textOf(fieldOf(employee, HIBOB_ID)) === undefined)) throw withoutId();
    yield { items: employees.map((employee) => bobSourceUser(employee, settings)) };
  }
}

export function bobSourceUser(employee: Employee, { fields, groupsFrom }: BobSettings): SourceUser {
  const { resource, absent } = bobUserResource(employee, fields);
  const groups = derivedGroups(groupsFrom, (path) => fieldOf(employee, path));
  // A field that may no longer be seen takes nobody out of a group either.
  const isHidden = groupsFrom.some((path) => fieldOf(employee, path) === undefined);
  return { resource, absent: isHidden ? [...absent, 'groups'] : absent, groups };
}

const withoutId = () =>
  malformed('HiBob', 'people without the field root.id', `Let the service user view this field (${PERMISSIONS}).`);

export const fieldHint = (missing: readonly string[]): string =>
  `Add the service user to a permission group that may view ${missing.join(', ')} of all people (${PERMISSIONS}).`;
