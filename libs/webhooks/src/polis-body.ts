/** What Polis calls the application whose directory it is. */
export const POLIS_PRODUCT = 'rollcall';

/** What of an event the Polis format needs; the whole event fits. */
export interface PolisSource {
  type: string;
  data: object;
}

/** The owner of the directory, in Polis' words. */
export interface PolisScope {
  tenant: string;
  product: string;
}

export interface PolisEvent extends PolisScope {
  event: string;
  directory_id: string | undefined;
  data: Fields;
}

type Fields = Record<string, unknown>;

const EVENTS: ReadonlyMap<string, { event: string; shape: (data: Fields) => Fields }> = new Map([
  ['organization.directory.user_created', { event: 'user.created', shape: user }],
  ['organization.directory.user_updated', { event: 'user.updated', shape: user }],
  ['organization.directory.user_deleted', { event: 'user.deleted', shape: user }],
  ['organization.directory.group_created', { event: 'group.created', shape: group }],
  ['organization.directory.group_updated', { event: 'group.updated', shape: group }],
  ['organization.directory.group_deleted', { event: 'group.deleted', shape: group }],
  ['organization.directory.group_member_added', { event: 'group.user_added', shape: membership }],
  ['organization.directory.group_member_removed', { event: 'group.user_removed', shape: membership }],
]);

/**
 * One of our events as Ory Polis (BoxyHQ) words it: users as `{id, first_name, last_name, email, active, raw}`, groups as
 * `{id, name, raw}`, memberships as the user with its `group`.
 *
 * @returns undefined for event types Polis has no word for: nothing is sent.
 */
export function polisBody(envelope: PolisSource, scope: PolisScope): PolisEvent | undefined {
  const known = EVENTS.get(envelope.type);
  if (!known) return undefined;
  const data = envelope.data as Fields;
  return {
    event: known.event,
    tenant: scope.tenant,
    product: scope.product,
    directory_id: data.directory_id as string | undefined,
    data: known.shape(data),
  };
}

function user(data: Fields): Fields {
  return {
    id: data.id,
    first_name: data.given_name ?? '',
    last_name: data.family_name ?? '',
    email: data.email ?? '',
    active: data.active,
    raw: data.raw_attributes ?? {},
  };
}

function group(data: Fields): Fields {
  return { id: data.id, name: data.display_name ?? data.name, raw: data.raw_attributes ?? {} };
}

function membership(data: Fields): Fields {
  return { ...user(data.user as Fields), group: group(data.group as Fields) };
}
