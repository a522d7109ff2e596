import { describeUnknown } from '../management/input/unknown-fields.js';
import { resolve, type Schemas } from './example-of.js';
import { Problem } from '../http/problem.js';

type Json = Record<string, unknown>;

/** What a parameter of a path names, and an id of that kind. */
export const PATH_IDS: Record<string, { kind: string; id: string }> = {
  organization_id: { kind: 'organization', id: 'org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG' },
  directory_id: { kind: 'directory', id: 'dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R' },
  user_id: { kind: 'user', id: 'diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR' },
  group_id: { kind: 'group', id: 'dirgroup_01KB4Z7Q3M8XN5T2VWPE6RJGRP' },
  secret_id: { kind: 'secret', id: 'sec_01KB4Z7Q3M8XN5T2VWPE6RJSEC' },
  client_id: { kind: 'OAuth client', id: 'sec_01KB4Z7Q3M8XN5T2VWPE6RJSEC' },
  link_id: { kind: 'portal link', id: 'lnk_01KB4Z7Q3M8XN5T2VWPE6RJ1NK' },
  endpoint_id: { kind: 'webhook endpoint', id: 'ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1' },
  delivery_id: { kind: 'delivery', id: 'dlv_01KB4Z7Q3M8XN5T2VWPE6RJDV1' },
  event_id: { kind: 'event', id: 'evt_01KB4Z7Q3M8XN5T2VWPE6RJEV1' },
  inbox_id: { kind: 'inbox', id: 'inb_01KB4Z7Q3M8XN5T2VWPE6RJ1NB' },
  simulation_id: { kind: 'simulation', id: 'sim_01KB4Z7Q3M8XN5T2VWPE6RJS1M' },
  resend_id: { kind: 'resend', id: 'rsd_01KB4Z7Q3M8XN5T2VWPE6RJRS1' },
  sync_id: { kind: 'sync', id: 'sync_01KB4Z7Q3M8XN5T2VWPE6RJSYN' },
  mail_id: { kind: 'mail', id: 'mail_01KB4Z7Q3M8XN5T2VWPE6RJM41' },
  key_id: { kind: 'API key', id: 'key_01KB4Z7Q3M8XN5T2VWPE6RJKEY' },
  external_id: { kind: 'organization', id: 'customer_42' },
};

const PUSHED = Problem.precondition('the identity provider pushes to this directory: start the provisioning there');

/** What each operation answers where the state of things does not fit. */
const CONFLICTS: Record<string, Problem> = {
  Organizations_create: Problem.conflict('an organization with the external_id "customer_42" exists already'),
  Organizations_update: Problem.conflict('an organization with the external_id "customer_42" exists already'),
  Deliveries_retry: Problem.precondition('the endpoint is disabled: enable it first'),
  Mails_retry: Problem.precondition('the mail is sent: only queued, retrying and failed ones can be retried'),
  OrganizationMails_test: Problem.precondition('SMTP_URL and MAIL_FROM are not set: this deployment sends no mail'),
  Replay_replay: Problem.precondition('the endpoint is disabled: enable it first'),
  Resync_resync: Problem.precondition('the endpoint is disabled: enable it first'),
  ApiKeys_update: Problem.precondition('this key comes from ROLLCALL_API_KEY and ends with it'),
  ApiKeys_revoke: Problem.precondition('this key comes from ROLLCALL_API_KEY: change it there and restart'),
  Roles_replace: Problem.precondition('a role that a group made by a rule gives cannot become privileged'),
  Sync_start: PUSHED,
  Sync_startByGet: PUSHED,
  Connections_get: PUSHED,
  Connections_update: PUSHED,
  Connections_test: PUSHED,
  Syncs_list: PUSHED,
  Syncs_get: PUSHED,
  Syncs_changes: PUSHED,
  Syncs_approve: Problem.precondition('the sync does not wait for review: it is succeeded'),
  Syncs_reject: Problem.precondition('the sync does not wait for review: it is succeeded'),
  Syncs_cancel: Problem.precondition('the sync is over: it is succeeded'),
  Syncs_apply: Problem.precondition(
    'the directory has changed since the file was checked, or the file was applied already: upload it again',
  ),
  Uploads_create: Problem.precondition('only a directory of the provider CSV takes files'),
  TrackedGroups_assign: Problem.precondition(
    'the identity provider decides which groups it pushes: assign or remove them there',
  ),
};

/** An error that this operation can really answer with this status. */
export function problemExample(status: string, path: string, operation: Json, schemas: Schemas): unknown {
  // A mirrored route answers as its original.
  const id = String(operation['operationId']).replace(/^Portal(?=Directories_|TrackedGroups_)/, '');
  const scope = /Needs the scope `(\w+)`/.exec(String(operation['description']))?.[1] ?? 'admin';
  switch (status) {
    case '400':
      return badRequest(operation, schemas).toBody();
    case '401':
      return Problem.fromStatus(401, 'send "Authorization: Bearer <API key>"').toBody();
    case '403':
      return Problem.fromStatus(403, `this needs an API key with the scope "${scope}"`).toBody();
    case '404': {
      const parameter = [...path.matchAll(/\{(\w+)\}/g)].at(-1)?.[1] ?? 'endpoint_id';
      const named = PATH_IDS[parameter]!;
      return Problem.notFound(named.kind, named.id).toBody();
    }
    case '409':
      return (
        CONFLICTS[id] ??
        new Problem(409, 'IDEMPOTENCY_KEY_IN_USE', 'the first request with this Idempotency-Key is still at work')
      ).toBody();
    case '410':
      return new Problem(
        410,
        'CURSOR_EXPIRED',
        'the event "evt_01KB4Z7Q3M8XN5T2VWPE6RJEV1" is not kept any more: take a snapshot',
      ).toBody();
    case '413':
      return Problem.fromStatus(413, 'an upload may have 100 MiB').toBody();
    case '415':
      return Problem.fromStatus(415, 'send the file as text/csv, or the files as multipart/form-data').toBody();
    case '422':
      return new Problem(
        422,
        'IDEMPOTENCY_KEY_REUSED',
        'this Idempotency-Key was sent with another request; use a new one',
      ).toBody();
    case '429':
      return Problem.fromStatus(429, 'this API key may send 1000 requests a second; try again in 1 s').toBody();
    case '501':
      return Problem.notSupported(
        'a directory-sync broker has no sign-in sessions: set this where people sign in',
      ).toBody();
    default:
      return Problem.fromStatus(503, 'the database cannot be reached right now; try again shortly').toBody();
  }
}

/** The limit of a text, where a text can be too long; otherwise a field that nobody knows. */
function badRequest(operation: Json, schemas: Schemas): Problem {
  const body = operation['requestBody'] as { content: Record<string, { schema: Json }> } | undefined;
  const schema = resolve(Object.values(body?.content ?? {})[0]?.schema ?? {}, schemas);
  const parameters = (operation['parameters'] ?? []) as { name: string; in: string; schema: Json }[];
  const given: [string, Json][] =
    body === undefined
      ? parameters.filter((one) => one.in === 'query').map(({ name, schema: of }) => [name, of])
      : Object.entries((schema['properties'] ?? {}) as Schemas);
  const [field, limits] = given.find(([, of]) => of['maxLength'] !== undefined) ?? [];
  if (field !== undefined && limits !== undefined) {
    const { minLength: min, maxLength: max } = limits as { minLength: number; maxLength: number };
    const range = min === 0 ? `at most ${max}` : `${min} to ${max}`;
    return Problem.invalid([{ field, description: `must be a string of ${range} characters` }]);
  }
  const known = Object.keys((schema['properties'] ?? {}) as Schemas);
  return Problem.invalid([{ field: 'colour', description: describeUnknown(known) }]);
}
