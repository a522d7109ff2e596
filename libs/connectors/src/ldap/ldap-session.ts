import { connect, isIP } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { Client } from 'ldapts';
import { type SourceAddresses } from '../source-ports.js';
import { ConnectorError } from '../connector-error.js';
import { detectedFlavor, type Flavor, ACTIVE_DIRECTORY, OPENLDAP } from './flavor.js';
import { ldapError } from './ldap-errors.js';
import { LdapRecord } from './ldap-record.js';
import { type LdapSettings } from './ldap-settings.js';

const CONNECT_TIMEOUT_MS = 10_000;
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

/** @throws ConnectorError */
export async function openSession(settings: LdapSettings, addresses: SourceAddresses): Promise<LdapSession> {
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
  const { address, family } = await addresses.resolve(host, isSecured);
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
  try {
    await phase('connect', async () => {
      if (settings.startTls) await client.startTLS(tls);
    });
    await phase('bind', () => client.bind(settings.bindDn, settings.bindPassword));
    const rootDse = await phase('read', () => readRootDse(client));
    return { client, rootDse, flavor: flavorOf(settings, rootDse) };
  } catch (error) {
    await closeSession(client);
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

async function readRootDse(client: Client): Promise<LdapRecord> {
  const { searchEntries } = await client.search('', { scope: 'base', filter: '(objectClass=*)', attributes: ROOT_DSE });
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
