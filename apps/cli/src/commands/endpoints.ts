import { type components, type Endpoint, type EventType, type UpdateEndpoint } from '#client';
import { type Command, type Option } from '../command.js';
import { EVENT_TYPES, shortName, wholeType } from '../event-types.js';
import { EXIT } from '../exit-status.js';
import { plain } from '../plain.js';
import { type Session } from '../session.js';
import { UsageError } from '../usage-error.js';
import { firstOf, LIMIT, ORG } from './lists.js';
import { mustExist } from './must-exist.js';
import { isAtOnce, YES_ON_TERMINAL } from './yes.js';

const ID = { name: 'id', about: 'Id of the endpoint' };
const MOST_PER_SECOND = 1_000_000;

/** Enabled, disabled or unwell, in a few words. */
export function healthOf({ enabled, disabled_reason, failing_since }: Endpoint): string {
  if (!enabled) return disabled_reason === null ? 'disabled' : `disabled: ${disabled_reason}`;
  return failing_since === null ? 'enabled' : `failing since ${failing_since}`;
}

type Health = components['schemas']['EndpointHealthBody'];

/** How an endpoint is, and what waits for it. */
export async function endpointHealth({ client, signal }: Session, id: string): Promise<Health> {
  const path = `/webhook_endpoints/${encodeURIComponent(id)}/health`;
  return (await client.request<{ health: Health }>('GET', path, { signal })).health;
}

/** Until then nothing is sent: the endpoint failed too often. Null: it is not left alone. */
export const pausedUntil = async (session: Session, id: string): Promise<string | null> =>
  (await endpointHealth(session, id)).paused_until;

/** Of commands that choose types of events. */
export const TYPES: Option = {
  value: 'TYPE,…',
  about: 'Only these types of events: user_created,user_deleted',
  values: EVENT_TYPES,
};

const COLUMNS = {
  id: (endpoint: Endpoint) => endpoint.id,
  url: (endpoint: Endpoint) => endpoint.url,
  state: healthOf,
  events: (endpoint: Endpoint) => (endpoint.event_types.length === 0 ? 'all' : endpoint.event_types.length),
  for: (endpoint: Endpoint) => endpoint.directory_id ?? endpoint.organization_id ?? 'all organizations',
};

/** Where webhooks go. */
export const ENDPOINTS: readonly Command[] = [
  {
    words: ['endpoints', 'list'],
    summary: 'List webhook endpoints',
    options: { ...ORG, ...LIMIT },
    async run(session) {
      const query = { organization_id: await session.organizationId() };
      const list = session.client.endpoints.list(query, { signal: session.signal });
      const endpoints = await firstOf(session, list);
      if (endpoints.length === 0) await mustExist(session);
      session.show(
        endpoints,
        COLUMNS,
        `There is no endpoint yet: ${session.command('endpoints create https://…')} creates one.`,
      );
    },
  },
  {
    words: ['endpoints', 'get'],
    summary: 'Show a webhook endpoint',
    arguments: [ID],
    async run(session) {
      const endpoint = await session.client.endpoints.get(session.argument('id'), { signal: session.signal });
      const paused_until = await pausedUntil(session, endpoint.id);
      showOne(session, { ...endpoint, paused_until });
    },
  },
  {
    words: ['endpoints', 'create'],
    summary: 'Create a webhook endpoint',
    arguments: [{ name: 'address', about: 'Where webhooks go: https://…' }],
    options: {
      ...ORG,
      dir: { value: 'DIR', about: "Only this directory's events" },
      types: TYPES,
      description: { value: 'TEXT', about: 'A note for people' },
    },
    async run(session) {
      const endpoint = await session.client.endpoints.create(
        {
          url: session.argument('address'),
          organization_id: await session.organizationId(),
          directory_id: session.text('dir'),
          event_types: eventTypes(session),
          description: session.text('description'),
        },
        { signal: session.signal },
      );
      if (session.json) return session.printJson(endpoint);
      showOne(session, endpoint);
      session.print(`secret       ${session.style.bold(endpoint.secret)}`);
    },
  },
  {
    words: ['endpoints', 'delete'],
    summary: 'Delete a webhook endpoint with its deliveries',
    arguments: [ID],
    options: YES_ON_TERMINAL,
    details: 'On a terminal the command asks before it deletes.',
    async run(session) {
      const id = session.argument('id');
      if (session.asks) await session.confirm(await deletionOf(session, id));
      await session.client.endpoints.delete(id, { signal: session.signal });
      session.done(`Deleted ${id}.`, { deleted: id });
    },
  },
  {
    words: ['endpoints', 'update'],
    summary: 'Change a webhook endpoint',
    arguments: [ID],
    options: {
      address: { value: 'URL', about: 'Where webhooks go: https://…' },
      types: { ...TYPES, about: 'Only these types of events; all: every type' },
      description: { value: 'TEXT', about: 'A note for people' },
      'rate-limit': { value: 'N', about: 'Webhooks a second at most; none for no limit' },
    },
    details: 'What you leave out stays as it is.',
    async run(session) {
      const change = changeOf(session);
      assertNoAddressOfAnEndpoint(session);
      if (Object.keys(change).length === 0) throw new UsageError('nothing to change is given');
      const call = { signal: session.signal };
      showOne(session, await session.client.endpoints.update(session.argument('id'), change, call));
    },
  },
  toggle('enable', 'Enable a webhook endpoint: its held deliveries go out'),
  toggle('disable', 'Disable a webhook endpoint: its deliveries are held until it is enabled again'),
  {
    words: ['endpoints', 'secret'],
    summary: 'Show the signing secret of a webhook endpoint; the audit log records that you saw the secret',
    arguments: [ID],
    async run(session) {
      const secret = await session.client.endpoints.secret(session.argument('id'), { signal: session.signal });
      if (session.json) session.printJson({ secret });
      else session.print(secret);
    },
  },
  {
    words: ['endpoints', 'rotate'],
    summary: 'Replace the signing secret of a webhook endpoint',
    arguments: [ID],
    options: {
      overlap: { value: 'TIME', about: 'How long the old secret signs too; 24h unless given; 0: not at all' },
      ...YES_ON_TERMINAL,
    },
    details: 'On a terminal the command asks before it replaces the secret without an overlap.',
    async run(session) {
      if (session.asks && isAtOnce(session.text('overlap')))
        await session.confirm(
          'The old secret stops signing at once: receivers refuse webhooks until they have the new one.',
        );
      const options = { overlap: session.text('overlap'), signal: session.signal };
      const secret = await session.client.endpoints.rotateSecret(session.argument('id'), options);
      if (session.json) session.printJson({ secret });
      else session.print(secret);
    },
  },
  {
    words: ['endpoints', 'test'],
    summary: 'Send a test event to a webhook endpoint now, and show the answer',
    arguments: [ID],
    async run(session) {
      const { attempt } = await session.client.endpoints.test(session.argument('id'), { signal: session.signal });
      if (session.json) session.printJson(attempt);
      else {
        const { green, red } = session.style;
        const said = attempt.error ?? attempt.status;
        const paint = attempt.outcome === 'delivered' ? green : red;
        session.print(`${paint(attempt.outcome)}  ${plain(said)}  ${attempt.duration_ms} ms`);
      }
      return attempt.outcome === 'delivered' ? EXIT.done : EXIT.failed;
    },
  },
];

async function deletionOf(session: Session, id: string): Promise<string> {
  const { url } = await session.client.endpoints.get(id, { signal: session.signal });
  const { pending, sending, retrying } = (await endpointHealth(session, id)).backlog;
  const waiting = pending + sending + retrying;
  const lost =
    waiting === 0
      ? 'its deliveries'
      : `its deliveries, of which ${waiting} ${waiting === 1 ? 'has' : 'have'} not arrived`;
  return `${plain(url)} (${id}) is deleted with ${lost}.`;
}

function toggle(what: 'enable' | 'disable', summary: string): Command {
  return {
    words: ['endpoints', what],
    summary,
    arguments: [ID],
    async run(session) {
      const call = { signal: session.signal };
      const input = { enabled: what === 'enable' };
      showOne(session, await session.client.endpoints.update(session.argument('id'), input, call));
    },
  };
}

/** Whoever means the endpoint by `--url` would send the API key to the endpoint. @throws UsageError */
function assertNoAddressOfAnEndpoint(session: Session): void {
  const url = session.text('url');
  if (url === undefined || !URL.canParse(url) || new URL(url).pathname === '/') return;
  throw new UsageError('--url is the address of Rollcall; the address of the endpoint is --address URL');
}

function changeOf(session: Session): UpdateEndpoint {
  const rate = session.text('rate-limit');
  const change: UpdateEndpoint = {
    url: session.text('address'),
    event_types: session.text('types') === 'all' ? [] : eventTypes(session),
    description: session.text('description'),
    rate_limit:
      rate === undefined ? undefined : rate === 'none' ? null : session.whole('rate-limit', 0, MOST_PER_SECOND),
  };
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

/** `user_created` is `organization.directory.user_created`. @throws UsageError for one that there is not */
export const eventType = (session: Session, option: string, given: string): EventType =>
  wholeType(session.oneOf(option, shortName(given), EVENT_TYPES));

/** Those of `--types`; undefined for all. */
export function eventTypes(session: Session): EventType[] | undefined {
  const types = session.words('types').map((type) => eventType(session, '--types', type));
  return types.length === 0 ? undefined : types;
}

function showOne(session: Session, endpoint: Endpoint & { paused_until?: string | null }): void {
  if (session.json) return session.printJson(endpoint);
  session.print(`${session.style.bold(plain(endpoint.url))}  ${endpoint.id}`);
  session.print(`state        ${plain(healthOf(endpoint))}`);
  if (endpoint.paused_until)
    session.print(
      `paused       until ${endpoint.paused_until}: the endpoint failed too often, then one request tries it`,
    );
  session.print(`for          ${endpoint.directory_id ?? endpoint.organization_id ?? 'all organizations'}`);
  session.print(`events       ${endpoint.event_types.join(', ') || 'all'}`);
  if (endpoint.description !== '') session.print(`description  ${plain(endpoint.description)}`);
}
