import { type LookupAddress } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { HostNameError } from './host-name-error.js';
import { parseHosts } from './hosts-file.js';
import { SystemNames } from './system-names.js';

export interface HostNamesOptions {
  /** Name servers to ask in place of those of the system, e.g. `127.0.0.1:5353`. */
  servers?: readonly string[];
  hostsFile?: string;
  /** What the system itself knows of a name, beyond its name servers. */
  askSystem?: (hostname: string) => Promise<LookupAddress[]>;
  /** For a server to answer at first, in milliseconds; then it is asked again, and has twice as long each time. */
  serverMs?: number;
  /** For the whole answer, in milliseconds. */
  limitMs?: number;
}

const SERVER_MS = 2_500;
const TRIES = 5;
const LIMIT_MS = 10_000;
/** After the addresses of IPv4, those of IPv6 have so long: some name servers never answer about them. */
const IPV6_MS = 300;
/** The system's settings may change meanwhile: another network, another hosts file. */
const KEEP_SETTINGS_MS = 30_000;
/** Nobody is there to ask, or has such a name: the system may know more, by its search domains or by multicast. */
const UNKNOWN = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME', 'ECONNREFUSED', 'EREFUSED']);
/** An answer, which the next server need not give again. Each other failure is of one server. */
const FINAL = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME']);
/** After so long without an answer the next server is asked as well. */
const HEAD_START_MS = 1_000;

interface Settings {
  /** In the order in which they are asked. */
  servers: readonly string[];
  hosts: Promise<Map<string, LookupAddress[]>>;
  readAt: number;
}

/**
 * Addresses of host names that customers chose. The system's own resolver (`dns.lookup`) takes a thread for each name until its name
 * server has answered, and a process has two of them: a customer whose name server is silent would hold up the names of all others, and
 * those of the database. So the hosts file and the name servers are asked without threads, and the system, for what only it knows, about
 * one name at a time.
 */
export class HostNames {
  private readonly options: Required<Omit<HostNamesOptions, 'servers' | 'askSystem'>>;
  private readonly servers: readonly string[] | undefined;
  private readonly system: SystemNames;
  private readonly running = new Map<string, Promise<LookupAddress[]>>();
  private settings: Settings | undefined;

  constructor(options: HostNamesOptions = {}) {
    const { servers, askSystem = async (name: string) => await lookup(name, { all: true }), ...given } = options;
    this.servers = servers;
    this.system = new SystemNames(askSystem);
    this.options = { hostsFile: '/etc/hosts', serverMs: SERVER_MS, limitMs: LIMIT_MS, ...given };
  }

  /**
   * All who ask about a name meanwhile get the same answer.
   * @returns its addresses, those of IPv4 first
   * @throws HostNameError
   */
  readonly resolve = (hostname: string): Promise<LookupAddress[]> => {
    const name = hostname.toLowerCase().replace(/\.$/, '');
    const running = this.running.get(name);
    if (running !== undefined) return running;
    const found = this.withinLimit(name, performance.now() + this.options.limitMs).finally(() =>
      this.running.delete(name),
    );
    this.running.set(name, found);
    return found;
  };

  private async withinLimit(name: string, deadline: number): Promise<LookupAddress[]> {
    const over = new AbortController();
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      limit = setTimeout(() => reject(new HostNameError('EAI_AGAIN', name)), this.options.limitMs);
    });
    try {
      return await Promise.race([this.find(name, deadline, over.signal), late]);
    } finally {
      clearTimeout(limit);
      over.abort();
    }
  }

  private async find(name: string, deadline: number, over: AbortSignal): Promise<LookupAddress[]> {
    const { hosts, servers } = this.current();
    const listed = (await hosts).get(name);
    if (listed !== undefined) return listed.toSorted((a, b) => a.family - b.family);
    try {
      return await this.askServers(name, servers, over);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (!UNKNOWN.has(code)) throw new HostNameError('EAI_AGAIN', name, error);
      return await this.askSystem(name, deadline, code === 'ENODATA');
    }
  }

  /**
   * Each question has resolvers of its own: one for all would take a server for slow that is silent about one name, and ask another one
   * about the names of everybody.
   * @throws what the servers say
   */
  private async askServers(name: string, servers: readonly string[], over: AbortSignal): Promise<LookupAddress[]> {
    const ask = async (only?: string): Promise<LookupAddress[]> => {
      const resolver = new Resolver({ timeout: this.options.serverMs, tries: TRIES });
      const asked = only === undefined ? this.servers : [only];
      if (asked !== undefined) resolver.setServers(asked);
      over.addEventListener('abort', () => resolver.cancel(), { once: true });
      return await addressesOf(name, resolver);
    };
    // The list of the system itself comes first: it may name a network interface, which no other list can.
    const others = servers.slice(1).map((server) => () => ask(server));
    return await firstAnswer([() => ask(), ...others], over);
  }

  /** @param isKnown to the name servers, without an address */
  private async askSystem(name: string, deadline: number, isKnown: boolean): Promise<LookupAddress[]> {
    try {
      return await this.system.resolve(name, deadline);
    } catch (error) {
      throw isKnown && (error as HostNameError).code === 'ENOTFOUND' ? new HostNameError('ENODATA', name) : error;
    }
  }

  private current(): Settings {
    const now = performance.now();
    if (this.settings !== undefined && now - this.settings.readAt < KEEP_SETTINGS_MS) return this.settings;
    const { hostsFile } = this.options;
    const servers = this.servers ?? new Resolver().getServers();
    const hosts = readFile(hostsFile, 'utf8').then(parseHosts, () => new Map<string, LookupAddress[]>());
    return (this.settings = { servers, hosts, readAt: now });
  }
}

/**
 * Asks one server after the other: the next one as soon as one fails, or has been silent for a while.
 * @throws why the first one that was silent or failed said nothing, or else what the last one said
 */
function firstAnswer(questions: (() => Promise<LookupAddress[]>)[], over: AbortSignal): Promise<LookupAddress[]> {
  let asked = 0;
  let patience: NodeJS.Timeout | undefined;
  const answer = new Promise<LookupAddress[]>((resolve, reject) => {
    const failures: NodeJS.ErrnoException[] = [];
    const failed = (error: NodeJS.ErrnoException): void => {
      failures.push(error);
      if (FINAL.has(error.code ?? '')) reject(error);
      else if (asked < questions.length) next();
      else if (failures.length === asked) reject(failures.find(({ code }) => !UNKNOWN.has(code ?? '')) ?? error);
    };
    const next = (): void => {
      clearTimeout(patience);
      const question = questions[asked++]!;
      if (asked < questions.length) patience = setTimeout(next, HEAD_START_MS);
      question().then(resolve, failed);
    };
    next();
  });
  const stop = (): void => {
    asked = questions.length;
    clearTimeout(patience);
  };
  over.addEventListener('abort', stop, { once: true });
  return answer.finally(stop);
}

/** Of a whole process: its threads are. */
export const hostNames = new HostNames();

/** @throws what the name server says, or why it says nothing */
async function addressesOf(name: string, resolver: Resolver): Promise<LookupAddress[]> {
  const v4 = resolver.resolve4(name).then((all) => all.map((address) => ({ address, family: 4 })));
  const v6 = resolver.resolve6(name).then((all) => all.map((address) => ({ address, family: 6 })));
  const both = Promise.allSettled([v4, v6]);
  // Rejects where neither family has an address.
  const first = await Promise.any([v4, v6]).catch(() => undefined);
  if (first === undefined) throw reasonOf(await both);
  // Without those of IPv4 a machine that has no IPv6 would reach nobody.
  if (first[0]?.family === 6) return addressesIn(await both);
  let grace: NodeJS.Timeout | undefined;
  const enough = new Promise<undefined>((done) => {
    // After one more turn of the loop: what came while the process was busy is read first.
    grace = setTimeout(() => setImmediate(done, undefined), IPV6_MS);
  });
  const answers = await Promise.race([both, enough]);
  clearTimeout(grace);
  return answers === undefined ? first : addressesIn(answers);
}

const addressesIn = (answers: PromiseSettledResult<LookupAddress[]>[]): LookupAddress[] =>
  answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));

/** Silence about one family may hide an address: only two plain answers say that there is none. */
function reasonOf(answers: PromiseSettledResult<unknown>[]): unknown {
  const reasons = answers.map((answer) => (answer as PromiseRejectedResult).reason as NodeJS.ErrnoException);
  return reasons.find(({ code }) => !UNKNOWN.has(code ?? '')) ?? reasons[0];
}
