import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { DirectoryError, type DirectoryErrorCode, type DirectoryErrorFacts } from '#directory';
import { answerProblem } from './server/answer-problem.js';
import { REST_ERRORS } from './management/directories/directory-error-table.js';
import { SCIM_ERRORS } from './scim/directory-error-table.js';

/** The type demands every code. */
const FACTS: DirectoryErrorFacts = {
  directory_not_found: { directoryId: 'directory_1' },
  directory_disabled: { directoryId: 'directory_1' },
  secret_not_live: { directoryId: 'directory_1' },
  access_changed: { retryAfterSeconds: 5 },
  user_not_found: { id: 'diruser_1' },
  group_not_found: { id: 'dirgroup_1' },
  user_name_taken: { userName: 'ada@example.com' },
  group_name_taken: { displayName: 'Engineering' },
  foreign_member: { value: 'diruser_2' },
  resource_too_large: { bytes: 400, most: 300 },
  value_too_long: { index: 'users_user_name' },
  directory_queue_full: { waiting: 2_000, retryAfterSeconds: 5 },
  process_queue_full: { waiting: 20_000, retryAfterSeconds: 5 },
  process_memory_full: { retryAfterSeconds: 5 },
  waited_too_long: { retryAfterSeconds: 5 },
};
const CODES = Object.keys(FACTS) as DirectoryErrorCode[];
const errorOf = <C extends DirectoryErrorCode>(code: C): DirectoryError => DirectoryError.of(code, FACTS[code]);

const TOO_LARGE = 'the resource would have 400 bytes; at most 300 are kept, members of a group apart';
const TOO_LONG = 'a value is too long to be found by (index users_user_name)';
const SEND_AGAIN = 'this one was not made: send it again shortly';
const ACCESS = 'the settings of the directory are being changed; send the request again';
const TOO_LATE = 'the change waited too long for its turn and was not made; send it again';

/** Status, scimType, detail. */
const SCIM: Record<DirectoryErrorCode, [number, string | undefined, string]> = {
  directory_not_found: [401, undefined, 'there is no such directory'],
  directory_disabled: [403, undefined, 'the directory is disabled'],
  secret_not_live: [401, undefined, 'the bearer token was revoked or has expired; ask for a new one'],
  access_changed: [503, undefined, ACCESS],
  user_not_found: [404, undefined, 'User diruser_1 not found'],
  group_not_found: [404, undefined, 'Group dirgroup_1 not found'],
  user_name_taken: [409, 'uniqueness', 'userName "ada@example.com" is taken in this directory'],
  group_name_taken: [409, 'uniqueness', 'a group named "Engineering" exists already'],
  foreign_member: [400, 'invalidValue', 'members: "diruser_2" is not in this directory'],
  resource_too_large: [413, undefined, TOO_LARGE],
  value_too_long: [400, 'invalidValue', TOO_LONG],
  directory_queue_full: [503, undefined, `2000 changes of this directory are waiting; ${SEND_AGAIN}`],
  process_queue_full: [503, undefined, `20000 changes are waiting; ${SEND_AGAIN}`],
  process_memory_full: [503, undefined, `too many large changes are waiting; ${SEND_AGAIN}`],
  waited_too_long: [503, undefined, TOO_LATE],
};

/** Status, error_code, message. */
const REST: Record<DirectoryErrorCode, [number, string, string]> = {
  directory_not_found: [404, 'RESOURCE_NOT_FOUND', 'there is no directory "directory_1"'],
  directory_disabled: [409, 'FAILED_PRECONDITION', 'the directory is disabled'],
  secret_not_live: [401, 'UNAUTHENTICATED', 'the secret was revoked or has expired'],
  access_changed: [503, 'UNAVAILABLE', ACCESS],
  user_not_found: [404, 'RESOURCE_NOT_FOUND', 'there is no user "diruser_1"'],
  group_not_found: [404, 'RESOURCE_NOT_FOUND', 'there is no group "dirgroup_1"'],
  user_name_taken: [409, 'RESOURCE_ALREADY_EXISTS', 'userName "ada@example.com" is taken in this directory'],
  group_name_taken: [409, 'RESOURCE_ALREADY_EXISTS', 'a group named "Engineering" exists already'],
  foreign_member: [400, 'VALIDATION_ERROR', 'members: "diruser_2" is not in this directory'],
  resource_too_large: [413, 'REQUEST_TOO_LARGE', TOO_LARGE],
  value_too_long: [400, 'VALIDATION_ERROR', TOO_LONG],
  directory_queue_full: [503, 'UNAVAILABLE', `2000 changes of this directory are waiting; ${SEND_AGAIN}`],
  process_queue_full: [503, 'UNAVAILABLE', `20000 changes are waiting; ${SEND_AGAIN}`],
  process_memory_full: [503, 'UNAVAILABLE', `too many large changes are waiting; ${SEND_AGAIN}`],
  waited_too_long: [503, 'UNAVAILABLE', TOO_LATE],
};

async function answerTo(url: string, error: Error) {
  const app = fastify();
  app.setErrorHandler((problem, request, reply) => answerProblem(problem, request, reply));
  app.get(url, () => Promise.reject(error));
  const { statusCode, headers, body } = await app.inject({ url });
  await app.close();
  return { status: statusCode, retryAfter: headers['retry-after'], body: JSON.parse(body) as unknown };
}

describe.each(CODES)('%s', (code) => {
  const retryAfter = 'retryAfterSeconds' in FACTS[code] ? '5' : undefined;

  it('is worded by SCIM', async () => {
    const [status, scimType, detail] = SCIM[code];
    expect(await answerTo('/directory/directory_1/scim/v2/Users', errorOf(code).wordedBy(SCIM_ERRORS))).toEqual({
      status,
      retryAfter,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: String(status),
        ...(scimType !== undefined && { scimType }),
        detail,
      },
    });
  });

  it('is worded by REST, with a code of docs/errors.md', async () => {
    const [status, errorCode, message] = REST[code];
    expect(await answerTo('/api/v1/organizations', errorOf(code).wordedBy(REST_ERRORS))).toMatchObject({
      status,
      retryAfter,
      body: { message, details: [{ error_code: errorCode }] },
    });
    const documented = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
    expect(documented).toContain(`| \`${errorCode}\` | ${status}`);
  });
});

it('each table has a row for each code, and no other', () => {
  expect(Object.keys(SCIM_ERRORS).sort()).toEqual([...CODES].sort());
  expect(Object.keys(REST_ERRORS).sort()).toEqual([...CODES].sort());
});
