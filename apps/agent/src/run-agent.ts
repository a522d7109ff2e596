import { type Connector, ConnectorError, createSourcePorts, NOTHING, Reconciler, type SyncWork } from '#connectors';
import { type ScimResource } from '#scim';
import { AgentError } from './agent-error.js';
import { type Log } from './agent-log.js';
import { type AgentOptions } from './agent-options.js';
import { RunReport } from './run-report.js';
import { EndpointReader } from './scim/endpoint-reader.js';
import { ScimEndpoint } from './scim/scim-endpoint.js';
import { ScimWriter } from './scim/scim-writer.js';
import { type AgentConfig, readConfig } from './source/agent-config.js';
import { connectorOf } from './source/sources.js';
import { type AgentState } from './state/agent-state.js';
import { lockState } from './state/process-lock.js';
import { StateFile } from './state/state-file.js';
import { adopt, strangers } from './sync/adopt.js';
import { Acknowledgements } from './sync/acknowledgements.js';
import { LocalSyncStore } from './sync/local-sync-store.js';
import { resourceHash } from './sync/resource-hash.js';

/** In the customer's own network: nothing there is too private to be read, and the configuration says where. */
const EVERYWHERE = ['0.0.0.0/0', '::/0'];

/** Of these, changes name everything that the agent has to know. */
const TELLS_CHANGES = new Set(['MICROSOFT_AD', 'LDAP']);
/** Changes alone cannot say what was missed. */
const FULL_EVERY_MS = 86_400_000;

/** Lists the source once and pushes what differs. @throws AgentError, or the signal's reason where it is aborted */
export async function runAgent(options: AgentOptions, log: Log, signal: AbortSignal): Promise<void> {
  const ports = createSourcePorts({ allowPrivateSources: EVERYWHERE, userAgent: options.userAgent });
  try {
    const config = await readConfig(options.configPath, options.source, ports);
    for (const message of config.warnings) log({ level: 'warning', event: 'configuration', message });
    const connector = connectorOf(options.source, config, ports);
    try {
      const source = { connector, configuration: configurationHash(config) };
      await (options.dryRun ? dryRun : lockedRun)(options, source, log, signal);
    } finally {
      await connector.close?.();
    }
  } finally {
    await ports.close();
  }
}

interface Source {
  connector: Connector;
  /** Hash of what decides who is listed: a mark of another configuration says nothing. */
  configuration: string;
}

const configurationHash = ({ settings, secrets }: AgentConfig): string =>
  resourceHash([settings, secrets['bind_dn'] ?? null, NAMES]);

/** The form in which names of people are compared (`comparableDn`): names that were kept in another form find nobody. */
const NAMES = 'RFC 4518';

/** Changes nothing, not even the state: so it needs no lock. */
async function dryRun(options: AgentOptions, source: Source, log: Log, signal: AbortSignal): Promise<void> {
  const state = await new StateFile(options.statePath).load(options.source, options.endpoint);
  await reconcile(options, source, log, signal, state, new StateFile(options.statePath));
}

async function lockedRun(options: AgentOptions, source: Source, log: Log, signal: AbortSignal): Promise<void> {
  const lock = await lockState(`${options.statePath}.lock`);
  try {
    const file = new StateFile(options.statePath, lock.isOurs);
    const state = await file.load(options.source, options.endpoint);
    if (options.approve && state.review === null)
      log({
        level: 'info',
        event: 'nothing_to_approve',
        message: 'Nothing waits for review: --approve changes nothing.',
      });
    try {
      await reconcile(options, source, log, signal, state, file);
    } finally {
      // Whatever ended the run: what the endpoint has acknowledged stays known.
      await file.close(state);
    }
  } finally {
    lock.release();
  }
}

async function reconcile(
  options: AgentOptions,
  { connector, configuration }: Source,
  log: Log,
  signal: AbortSignal,
  state: AgentState,
  file: StateFile,
): Promise<void> {
  const report = new RunReport(options, log);
  const endpoint = new ScimEndpoint({ ...options, base: options.endpoint, signal, onWait: report.waiting });
  try {
    report.started();
    const isEmpty = options.dryRun ? false : await hasNothing(endpoint);
    const reader = new EndpointReader(endpoint);
    const isNew = !state.settled && !isEmpty;
    if (isNew && options.adopt) adopt(state, (await reader.people()).values(), (await reader.groups()).values());
    if (state.configuration !== configuration) Object.assign(state, { configuration, mark: null });
    const work = workOf(options, state);
    const store = new LocalSyncStore(state, {
      save: () => (options.dryRun ? Promise.resolve() : file.save(state)),
      stored: ({ id }) => storedResource(endpoint, id!),
      onPhase: report.entered,
      onNote: report.noted,
    });
    const acknowledgements = new Acknowledgements(
      state,
      () => store.listed,
      () => file.saveSoon(state),
    );
    const writer = new ScimWriter({
      endpoint,
      acknowledgements,
      isEmpty,
      reader,
      wanted: (externalId) => store.membersOf(externalId),
      onChange: report.changed,
      onSkippedGroup: report.skippedGroup,
    });
    await new Reconciler(store, writer).run({ work, connector, since: sinceOf(options, state), signal });
    signal.throwIfAborted();
    const outcome = store.outcome!;
    if (outcome.kind === 'review' && options.showNames) await report.nameLeavers(endpoint, state, outcome.people);
    report.ended(work, outcome);
    if (isNew && !options.dryRun) report.strangers(strangers(state, (await reader.people()).values()));
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof ConnectorError ? new AgentError('failed', `${error.message} ${error.hint}`) : error;
  } finally {
    await endpoint.close();
  }
}

/** Also the first look at the address and the token, before the source is listed. */
async function hasNothing(endpoint: ScimEndpoint): Promise<boolean> {
  const counts: number[] = [];
  for (const kind of ['Users', 'Groups']) {
    const { status, body } = await endpoint.send('GET', `/${kind}?count=0`);
    if (status !== 200 || typeof body['totalResults'] !== 'number')
      throw new AgentError('failed', `There is no SCIM endpoint at this address (${status}). Check --endpoint.`);
    counts.push(body['totalResults']);
  }
  return counts.every((count) => count === 0);
}

async function storedResource(endpoint: ScimEndpoint, id: string): Promise<ScimResource> {
  const { body } = await endpoint.send('GET', `/Users/${encodeURIComponent(id)}`);
  return body;
}

/** Active Directory tells what has changed. Whoever looks, or approves, wants the whole truth. */
function sinceOf(
  { source, dryRun, approve }: AgentOptions,
  { mark, fullAt, settled, review }: AgentState,
): string | null {
  if (!TELLS_CHANGES.has(source) || dryRun || approve || !settled || review !== null || fullAt === null) return null;
  return Date.now() - Date.parse(fullAt) < FULL_EVERY_MS ? mark : null;
}

function workOf({ endpoint, dryRun, approve }: AgentOptions, state: AgentState): SyncWork {
  return {
    id: 'agent',
    directoryId: endpoint,
    lease: '',
    trigger: 'schedule',
    dryRun,
    scope: 'full',
    phase: 'listing_users',
    stagingId: 'agent',
    position: null,
    approved: approve && state.review !== null,
    isLocked: false,
    listsGroups: true,
    announced: false,
    seen: 0,
    total: null,
    mark: null,
    counts: { ...NOTHING },
    warnings: [],
    startedAt: new Date().toISOString(),
  };
}
