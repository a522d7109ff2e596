import { connect, isIP } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { Client, ResultCodeError } from 'ldapts';
import { type SourceAddresses } from '../source-ports.js';
import { ConnectorError } from '../connector-error.js';
import { detectedFlavor, type Flavor, ACTIVE_DIRECTORY, OPENLDAP } from './flavor.js';
import { ldapError } from './ldap-errors.js';
import { LdapRecord } from './ldap-record.js';
import { type LdapSettings } from './ldap-settings.js';
import { unlessAborted } from './unless-aborted.js';

const CONNECT_TIMEOUT_MS = 10_000;
/** To connect, encrypt, sign in and say who the server is. A test of the connection has 25 s for all that it does. */
const OPEN_TIMEOUT_MS = 20_000;
/** A page of 500 entries from a busy server. */
const OPERATION_TIMEOUT_MS = 60_000;

const ROOT_DSE = [
  'defaultNamingContext',
  'namingContexts',
  'supportedCapabilities',
  'supportedControl',
  'dsServiceName',
  'dnsHostName',
  'highestCommittedUSN',
];

/** A connection that has signed in, with what the server says about itself. */
export interface LdapSession {
  client: Client;
  rootDse: LdapRecord;
  flavor: Flavor;
}

/** @throws ConnectorError, or the signal's reason where it is aborted */
export async function openSession(
  settings: LdapSettings,
  addresses: SourceAddresses,
  signal: AbortSignal,
): Promise<LdapSession> {
  const isLdaps = settings.url.protocol === 'ldaps:';
  const isSecured = isLdaps || settings.startTls;
  const problem = addresses.problemOf(settings.url.href, isSecured);
  if (problem !== undefined)
    throw new ConnectorError({
      code: 'address_denied',
      message: `The LDAP server's URL ${problem}.`,
      hint: ADDRESS_HINT,
    });
  const host = hostOf(settings.url);
  const { address, family } = await unlessAborted(addresses.resolve(host, isSecured), signal);
  // The name is checked against the certificate, while the connection goes to the address that was allowed.
  const tls: ConnectionOptions = {
    host,
    ...(isIP(host) ? {} : { servername: host }),
    ...(settings.ca === undefined ? {} : { ca: settings.ca }),
    minVersion: 'TLSv1.2',
  };
  const client = new Client({
    url: `${isLdaps ? 'ldaps' : 'ldap'}://${settings.url.host}`,
    timeout: OPERATION_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    strictDN: false,
    createConnection: ((port: number) => connect({ port, host: address, family })) as typeof connect,
    ...(isLdaps && {
      createSecureConnection: ((port: number) => connectTls({ ...tls, host: address, port })) as typeof connectTls,
    }),
  });
  // ldapts waits without end for a server that accepts StartTLS and says nothing any more.
  const late = AbortSignal.timeout(OPEN_TIMEOUT_MS);
  const soon = AbortSignal.any([signal, late]);
  try {
    await phase('connect', async () => {
      if (settings.startTls) await unlessAborted(client.startTLS(tls), soon);
    });
    await phase('bind', () => unlessAborted(client.bind(settings.bindDn, settings.bindPassword), soon));
    const rootDse = await phase('read', () => unlessAborted(readRootDse(client), soon));
    return { client, rootDse, flavor: flavorOf(settings, rootDse) };
  } catch (error) {
    await closeSession(client);
    signal.throwIfAborted();
    throw error;
  }
}

export async function closeSession(client: Client): Promise<void> {
  try {
    await client.unbind();
  } catch {
    // The connection is gone already, and that is all that was wanted.
  }
}

async function phase<T>(name: 'connect' | 'bind' | 'read', work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isConnecting =
      name === 'bind' && (error as { code?: unknown } | null)?.code !== undefined && !isResult(error);
    throw ldapError(error, isConnecting ? 'connect' : name);
  }
}

/** Result codes of LDAP are numbers; errors of sockets and certificates are texts. */
const isResult = (error: unknown): boolean => typeof (error as { code?: unknown }).code === 'number';

/** Empty where the server does not show it: some let nobody read it, and then the settings say what the server is. */
async function readRootDse(client: Client): Promise<LdapRecord> {
  const options = { scope: 'base' as const, filter: '(objectClass=*)', attributes: ROOT_DSE };
  const { searchEntries } = await client.search('', options).catch((error: unknown) => {
    if (error instanceof ResultCodeError) return { searchEntries: [] };
    throw error;
  });
  return new LdapRecord(searchEntries[0] ?? { dn: '' });
}

function flavorOf({ flavor }: LdapSettings, rootDse: LdapRecord): Flavor {
  if (flavor === 'active_directory') return ACTIVE_DIRECTORY;
  return flavor === 'openldap' ? OPENLDAP : detectedFlavor(rootDse);
}

/** Without the brackets of an IPv6 address. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

const ADDRESS_HINT =
  'Rollcall reads from public addresses, and from those that ROLLCALL_ALLOW_PRIVATE_SOURCES lists. For a server inside your network, run the agent there.';
