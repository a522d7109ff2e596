import { type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { AddressPolicy, hostNames } from '#webhooks';
import { ConnectorError } from '../connector-error.js';
import { type SourceAddresses } from '../source-ports.js';

const SETTING = 'ROLLCALL_ALLOW_PRIVATE_SOURCES';
const LOCAL_NAME = /(^|\.)(localhost|internal|local)$/;
const ENCRYPTED = new Set(['https:', 'ldaps:']);

type Resolve = (host: string) => Promise<LookupAddress[]>;

/**
 * Where connectors may connect: public addresses, encrypted, and the networks that the operator lists, which may be plain. Asked when a
 * connection is saved and again for every address that is connected to, so that a name that changes its mind gains nothing.
 */
export class SourceAddressPolicy implements SourceAddresses {
  private readonly isPublic: AddressPolicy;
  private readonly listed = new BlockList();
  private readonly lists: boolean;

  constructor(
    cidrs: readonly string[],
    private readonly resolveAll: Resolve = hostNames.resolve,
  ) {
    this.isPublic = new AddressPolicy({ allowPrivate: false });
    this.lists = cidrs.length > 0;
    for (const cidr of cidrs) {
      const [network, bits] = cidr.split('/') as [string, string | undefined];
      const isV6 = isIP(network) === 6;
      this.listed.addSubnet(network, Number(bits ?? (isV6 ? 128 : 32)), isV6 ? 'ipv6' : 'ipv4');
    }
  }

  problemOf(text: string, secured = false): string | undefined {
    if (!URL.canParse(text)) return 'must be a complete URL';
    const url = new URL(text);
    if (url.username !== '' || url.password !== '')
      return 'must not hold a user name or password: they are secrets of their own';
    // URLs of schemes that the URL standard does not know keep their host as it was written.
    const host = hostOf(url.hostname);
    if (host === '') return 'has no host';
    const isSecured = secured || ENCRYPTED.has(url.protocol);
    if (isIP(host) !== 0) return this.problemOfAddress(host, isSecured);
    if (!isSecured && !this.lists) return `is not encrypted, which is for networks in ${SETTING} only`;
    if (LOCAL_NAME.test(host) && !this.lists) return `names a local host: list its network in ${SETTING} to allow it`;
    return undefined;
  }

  /** Of an address that is about to be connected to. */
  problemOfAddress(address: string, secured: boolean): string | undefined {
    if (this.listed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')) return undefined;
    if (!this.isPublic.isAllowed(address)) {
      return `points to ${address}, which is no public address: list its network in ${SETTING} to allow it`;
    }
    return secured ? undefined : `is not encrypted, which is for networks in ${SETTING} only`;
  }

  async resolve(given: string, secured: boolean): Promise<{ address: string; family: 4 | 6 }> {
    const host = hostOf(given);
    const addresses = isIP(host) === 0 ? await this.addressesOf(host) : [{ address: host, family: isIP(host) }];
    const allowed = addresses.find(({ address }) => this.problemOfAddress(address, secured) === undefined);
    if (allowed === undefined) throw denied(host);
    return { address: allowed.address, family: allowed.family === 6 ? 6 : 4 };
  }

  /** For sockets: hands out allowed addresses only. */
  lookup(secured: boolean): LookupFunction {
    return (hostname, options, callback) => {
      this.addressesOf(hostname).then(
        (addresses) => {
          const allowed = addresses.filter(({ address }) => this.problemOfAddress(address, secured) === undefined);
          const [first] = allowed;
          if (first === undefined) callback(denied(hostname), []);
          else if (options.all === true) callback(null, allowed);
          else callback(null, first.address, first.family);
        },
        (error: Error) => callback(error, []),
      );
    };
  }

  private async addressesOf(host: string): Promise<LookupAddress[]> {
    try {
      return await this.resolveAll(host);
    } catch (error) {
      throw new ConnectorError({
        code: 'source_unreachable',
        message: `The host name ${host} cannot be resolved.`,
        hint: 'Check the address in the settings of the connection, and the DNS of the server.',
        cause: error,
      });
    }
  }
}

/** Neither brackets nor the dot at the end; `0x7f.1` and its like as the address that they are. */
function hostOf(name: string): string {
  const plain = name.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(plain) !== 0 || plain === '' || !URL.canParse(`http://${plain}`)) return plain;
  return new URL(`http://${plain}`).hostname;
}

/** Does not say to which addresses the name led: they may belong to the operator's inner network. */
function denied(host: string): ConnectorError {
  return new ConnectorError({
    code: 'address_denied',
    message: `${host} is at no address that connectors may use.`,
    hint: `Use a public, encrypted address, or have the operator list the network in ${SETTING}.`,
  });
}
